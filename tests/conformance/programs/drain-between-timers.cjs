// fixed order
// Two timers of one list and two immediates: ticks and promise jobs run between them, not after the phase.
const $ = require('../support/account.cjs');

function later(queue, kind, name, arm) {
  $.queued(queue, name, kind);
  const callback = { [name]() {
    $.run(name, () => {
      console.log(name);
      const tick = `${name}Tick`, job = `${name}Job`;
      $.queued('microtask', job, 'reaction'); Promise.resolve().then({ [job]() { $.run(job, () => console.log(job)); } }[job]);
      $.queued('nextTick', tick, 'TickObject'); process.nextTick({ [tick]() { $.run(tick, () => console.log(tick)); } }[tick]);
    });
  } }[name];
  arm(callback);
}

for (const name of ['timer1', 'timer2', 'timer3']) later('timers', 'Timeout', name, (callback) => setTimeout(callback, 1));
setTimeout(() => {
  for (const name of ['immediate1', 'immediate2', 'immediate3']) later('check', 'Immediate', name, setImmediate);
}, 30);
