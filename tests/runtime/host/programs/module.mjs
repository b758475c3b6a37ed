import fs, { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
process.nextTick(() => console.log('tick'));
Promise.resolve().then(() => console.log('promise'));
console.log(import.meta.url === new URL(import.meta.url).href, import.meta.main, import.meta.filename === process.argv[1], fs.readFileSync === readFileSync);
await sleep(1);
const { default: loaded } = await import('./preloaded.cjs');
console.log('after await', loaded, this);
