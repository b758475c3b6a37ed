// fixed order
import { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import fs from 'node:fs/promises';
const storage = new AsyncLocalStorage();
await storage.run('one', async () => {
  await wait(2);
  console.log(storage.getStore());
  await Promise.all([storage.run('two', async () => { await null; console.log(storage.getStore()); }), new Promise((resolve) => setImmediate(() => { console.log(storage.getStore()); resolve(); }))]);
  await { then(done) { console.log('thenable', storage.getStore()); done(); } };
  process.nextTick(() => console.log('tick', storage.getStore()));
  queueMicrotask(() => console.log('microtask', storage.getStore()));
  await fs.stat('.');
  console.log(storage.getStore());
});
console.log(storage.getStore());
const controller = new AbortController();
const waiting = wait(10_000, null, { signal: controller.signal });
controller.abort();
await waiting.catch((error) => console.log(error.name, error.code));
console.log((await wait(50, 'x', { signal: AbortSignal.timeout(5) }).catch((error) => error)).name);
let inits = 0;
const hook = createHook({ init(id, type) { if (type === 'Timeout') ++inits; } }).enable();
await new Promise((resolve) => setTimeout(resolve, 1));
hook.disable();
console.log('timers seen by a hook of the program:', inits, executionAsyncId() > 0);
new AsyncResource('Mine').runInAsyncScope((text) => console.log(text), null, 'in scope');
