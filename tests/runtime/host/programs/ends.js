const { AsyncLocalStorage } = require('node:async_hooks');
const storage = new AsyncLocalStorage();
storage.run({ id: 1 }, () => setTimeout(() => console.log(storage.getStore()), 1));
const registry = new FinalizationRegistry(() => console.log('finalized'));
registry.register({}, 1);
process.once('beforeExit', () => { console.log('beforeExit'); setTimeout(() => console.log('one more turn'), 1); });
process.stdout.write('no newline at the end');
