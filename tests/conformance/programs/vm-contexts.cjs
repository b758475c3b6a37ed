// fixed order
const vm = require('node:vm');
const context = vm.createContext({ log: console.log, setTimeout });
vm.runInContext("Promise.resolve('inner').then(log); (async () => { await 1; log('inner async'); })(); setTimeout(() => log('inner timer'), 1)", context);
const apart = vm.createContext({ log: console.log }, { microtaskMode: 'afterEvaluate' });
vm.runInContext("Promise.resolve('apart').then(log); log('apart sync')", apart);
console.log(vm.runInNewContext('1 + 1'), new vm.Script('this.x = 3; x').runInThisContext());
try { vm.runInNewContext('while (true);', {}, { timeout: 20 }); } catch (error) { console.log(error.code); }
