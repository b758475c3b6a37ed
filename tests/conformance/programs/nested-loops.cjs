// fixed order
// Things that run a loop of their own, or block the thread, inside a callback.
const { execSync, spawnSync } = require('node:child_process');
const { MessageChannel, receiveMessageOnPort, Worker } = require('node:worker_threads');
setTimeout(() => {
  console.log(String(execSync('echo from a shell')).trim());
  console.log(spawnSync('cat', { input: 'through cat' }).stdout.toString());
  const flag = new Int32Array(new SharedArrayBuffer(4));
  new Worker('const { workerData } = require("worker_threads"); Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0);', { eval: true, workerData: flag });
  console.log(Atomics.wait(flag, 0, 0, 10_000) !== 'timed-out', flag[0]);
  const { port1, port2 } = new MessageChannel();
  port1.postMessage('at once');
  console.log(receiveMessageOnPort(port2).message);
  port1.close();
  setImmediate(busy);
}, 1);
function busy() { const end = Date.now() + 30; while (Date.now() < end); console.log('counted'); }
