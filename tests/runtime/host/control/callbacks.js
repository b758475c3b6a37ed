function first() { return require('node:path').basename(__filename); }
const fs = require('node:fs');
setTimeout(function onTimer() { return 1; }, 1);
setImmediate(function onImmediate() { return 2; });
process.nextTick(function onTick() { return 3; });
Promise.resolve().then(function onThen() { return 4; });
(async function waiting() { await null; return 5; })();
queueMicrotask(function onMicrotask() { return 6; });
fs.readFile(__filename, function onRead(error, data) { return data.length; });
console.log(first());
