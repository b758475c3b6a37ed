// fixed order
// A worker ends in the middle of a callback, terminated or by process.exit: the callback ends with it.
const { Worker } = require('worker_threads');
const forever = 'up.postMessage(1); for (;;);', exit = 'process.exit(3);';
const bodies = (what) => [
  `setImmediate(() => { ${what} })`,
  `setTimeout(() => { ${what} }, 1)`,
  `process.nextTick(() => { ${what} })`,
  `setImmediate(() => process.nextTick(() => { ${what} }))`,
  `require('fs').stat('/', () => { ${what} })`,
  what,
];
(async () => {
  for (const body of [...bodies(forever), ...bodies(exit)]) {
    const worker = new Worker(`const up = require('worker_threads').parentPort; ${body}`, { eval: true });
    worker.on('message', () => worker.terminate());
    console.log(await new Promise((resolve) => worker.on('exit', resolve)), body);
  }
})();
