// Timers, then immediates, then ticks.
const { size, start } = require('./measure.cjs');
const total = size(100_000);
const done = start();
let left = total;
for (let i = 0; i < total; ++i) setTimeout(() => { if (--left === 0) immediates(); }, i % 10);
function immediates() {
  left = total;
  for (let i = 0; i < total; ++i) setImmediate(() => { if (--left === 0) ticks(); });
}
function ticks() {
  left = total;
  for (let i = 0; i < total; ++i) process.nextTick(() => { if (--left === 0) done(); });
}
