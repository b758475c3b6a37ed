// fixed order
import { setTimeout as wait } from 'node:timers/promises';
import { readFile } from 'node:fs/promises';
console.log('before');
console.log(await Promise.resolve('value'));
process.nextTick(() => console.log('tick'));
console.log(await wait(5, 'waited'));
console.log((await readFile(new URL(import.meta.url), 'utf8')).startsWith('// fixed order'));
const { default: $ } = await import('../support/account.cjs');
console.log(typeof $.queued);
