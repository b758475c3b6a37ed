let depth = 0;
function down() { depth++; down(); }
try { down(); } catch (e) { console.log(e instanceof RangeError, depth > 5000); }
const vm = require('node:vm');
console.log(vm.runInNewContext('[1, 2].map((x) => x * 2)'), new Error('e').stack.split('\n').length, process.emitWarning('careful'));
