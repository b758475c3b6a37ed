// fixed order
// input: "first\nsecond\nthird"
import readline from 'node:readline';
import * as promises from 'node:readline/promises';
const lines = readline.createInterface({ input: process.stdin });
for await (const line of lines) console.log('line:', line);
console.log('end of input');
const closed = promises.createInterface({ input: process.stdin });
closed.on('close', () => console.log('closed'));
