// fixed order
import { isMainThread, MessageChannel, parentPort, Worker, workerData } from 'node:worker_threads';
import { once } from 'node:events';
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url), { workerData: { base: 10 } });
  // Both are listened for from the start: a worker's last message and its exit may be told in one go.
  const message = once(worker, 'message');
  const exit = once(worker, 'exit');
  worker.postMessage(5);
  console.log((await message)[0]);
  console.log('worker ended with', (await exit)[0]);
  const failing = new Worker('throw new Error("in a worker")', { eval: true });
  console.log((await once(failing, 'error'))[0].message);
  const { port1, port2 } = new MessageChannel();
  port1.on('message', (text) => { console.log(text); port1.close(); });
  port2.postMessage('through a channel');
} else {
  parentPort.once('message', async (value) => {
    await null;
    setTimeout(() => parentPort.postMessage(workerData.base + value), 5);
  });
}
