const { Worker, isMainThread, parentPort, workerData, threadId } = require('node:worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename, { workerData: [1, 2] });
  worker.on('message', (m) => console.log('main got', m)).on('exit', (code) => {
    console.log('worker ended', code);
    new Worker('throw new Error("in worker")', { eval: true }).on('error', (e) => console.log(e.message)).on('exit', (c) => console.log(c));
  });
  worker.postMessage('hello');
} else {
  console.log('worker', threadId, workerData);
  parentPort.once('message', (m) => { parentPort.postMessage(m.toUpperCase()); process.exit(6); });
}
