// fixed order
// More happens than a ring may hold: the program prints what it prints, losses are counted.
let ticks = 0, jobs = 0;
function tick() { if (++ticks < 300_000) process.nextTick(tick); else job(); }
function job() { if (++jobs < 300_000) queueMicrotask(job); else setTimeout(timers, 0); }
function timers() {
  let fired = 0;
  for (let i = 0; i < 100_000; ++i) setTimeout(() => { if (++fired === 100_000) console.log(ticks, jobs, fired, 'done'); }, 1);
}
tick();
