setTimeout(() => { console.log('timeout 2'); setImmediate(() => console.log('immediate in timeout')); }, 2);
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise')).then(() => process.nextTick(() => console.log('tick in promise')));
queueMicrotask(() => console.log('microtask'));
require('node:fs').readFile(__filename, () => { setTimeout(() => console.log('timeout in io'), 0); setImmediate(() => console.log('immediate in io')); });
console.log('sync');
