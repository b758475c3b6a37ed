// A million events a second: every ten milliseconds a thousand awaits, a tick and an immediate. BENCH_FLOOD: without a pause.
const pause = process.env.BENCH_FLOOD ? 0 : 10;
async function step(value) { return value; }
async function storm() {
  for (let i = 0; i < 1_000; ++i) await step(i);
  process.nextTick(() => {});
  setImmediate(() => {});
  if (pause === 0) setImmediate(storm);
}
if (pause === 0) storm();
else setInterval(storm, pause);
