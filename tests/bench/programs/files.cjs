// Small files read with a callback, eight at a time.
const fs = require('node:fs');
const { size, start } = require('./measure.cjs');
const total = size(100_000);
const done = start();
let asked = 0, read = 0;
function next() {
  if (asked >= total) return;
  ++asked;
  fs.readFile(__filename, (error) => {
    if (error) throw error;
    if (++read === total) done();
    else next();
  });
}
for (let i = 0; i < 8; ++i) next();
