console.log('so far');
require('node:v8').setFlagsFromString('--allow-natives-syntax');
eval('%SystemBreak()'); // the trap in which a check of V8's ends that has failed
