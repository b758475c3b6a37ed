// Awaits, ticks and immediates without end, with a breath now and then: as many events a second as there is time for.
async function step(value) { return value; }
async function storm() {
  for (let i = 0; i < 20_000; ++i) await step(i);
  process.nextTick(() => {});
  setImmediate(storm);
}
storm();
