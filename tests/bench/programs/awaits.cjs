// A million awaits of an async function.
const { size, start } = require('./measure.cjs');
async function step(value) { return value; }
(async () => {
  const done = start();
  let sum = 0;
  for (let i = size(1_000_000); i > 0; --i) sum += await step(i);
  done(sum);
})();
