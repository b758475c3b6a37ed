const { Worker, isMainThread, parentPort, workerData, threadId } = require('node:worker_threads');
if (isMainThread) {
  const worker = new Worker(__filename, { workerData: [1, 2] });
  worker.on('message', (m) => { console.log('main got', m); worker.postMessage('end'); }).on('exit', (code) => {
    console.log('worker ended', code);
    new Worker('throw new Error("in worker")', { eval: true }).on('error', (e) => console.log(e.message)).on('exit', (c) => console.log(c));
  });
  worker.postMessage('hello');
} else {
  // One answer for each message, so that nothing of what is printed depends on which thread is quicker.
  parentPort.on('message', (m) => {
    if (m !== 'end') return parentPort.postMessage([m.toUpperCase(), threadId, workerData]);
    console.log('worker prints');
    process.exitCode = 6;
    parentPort.close();
  });
}
