// A job of the main script's is terminated: V8 throws the queue away, and goes on with the next callback.
const { Session } = require('inspector');
const { Worker } = require('worker_threads');
const session = new Session();
session.connect();
session.post('Runtime.enable');
let jobs = 0;
setTimeout(() => {
  Promise.resolve().then(() => console.log('a job after it'));
  (async () => {
    for (let i = 0; i < 5; i++) await i;
    console.log('jobs', jobs);
    for (const body of ['queueMicrotask(f)', 'Promise.resolve().then(f)', '(async () => { await 1; f(); })()', 'setImmediate(() => queueMicrotask(f))'])
      for (const f of ['up.postMessage(1); for (;;);', 'process.exit(3);']) {
        const worker = new Worker(`const up = require('worker_threads').parentPort; const f = () => { ${f} }; ${body}`, { eval: true });
        worker.on('message', () => worker.terminate());
        console.log(await new Promise((resolve) => worker.on('exit', resolve)), body);
      }
  })();
}, 5);
Promise.resolve().then(() => {
  ++jobs;
  Promise.resolve().then(() => ++jobs);
  session.post('Runtime.terminateExecution');
  for (;;);
});
