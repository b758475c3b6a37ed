// fixed order
import { EventEmitter, on, once } from 'node:events';
const emitter = new EventEmitter({ captureRejections: true });
emitter.on('error', (error) => console.log('error', error.message));
emitter.on('work', async () => { throw new Error('from an async listener'); });
emitter.prependOnceListener('work', () => console.log('first'));
emitter.emit('work');
await new Promise(setImmediate);
setTimeout(() => emitter.emit('ready', 1, 2), 5);
console.log(await once(emitter, 'ready'));
setImmediate(() => { emitter.emit('item', 'a'); emitter.emit('item', 'b'); emitter.emit('stop'); });
for await (const [item] of on(emitter, 'item', { close: ['stop'] })) console.log(item);
const target = new EventTarget();
target.addEventListener('ping', (event) => console.log(event.type), { once: true });
console.log(target.dispatchEvent(new Event('ping')));
