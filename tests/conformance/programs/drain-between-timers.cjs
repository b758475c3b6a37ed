// fixed order
// Three timers of one list and three immediates: ticks and promise jobs run between them, not after the phase.
const $ = require('../support/account.cjs');
const done = (name) => $.run(name, () => console.log(name));

$.queued('timers', 'timer1', 'Timeout'); setTimeout(function timer1() {
  $.run('timer1', () => {
    $.queued('microtask', 'timer1Job', 'reaction'); Promise.resolve().then(function timer1Job() { done('timer1Job'); });
    $.queued('nextTick', 'timer1Tick', 'TickObject'); process.nextTick(function timer1Tick() { done('timer1Tick'); });
  });
}, 1);
$.queued('timers', 'timer2', 'Timeout'); setTimeout(function timer2() {
  $.run('timer2', () => {
    $.queued('microtask', 'timer2Job', 'reaction'); Promise.resolve().then(function timer2Job() { done('timer2Job'); });
    $.queued('nextTick', 'timer2Tick', 'TickObject'); process.nextTick(function timer2Tick() { done('timer2Tick'); });
  });
}, 1);
$.queued('timers', 'timer3', 'Timeout'); setTimeout(function timer3() { done('timer3'); immediates(); }, 1);

function immediates() {
  $.queued('check', 'immediate1', 'Immediate'); setImmediate(function immediate1() {
    $.run('immediate1', () => {
      $.queued('microtask', 'immediate1Job', 'queueMicrotask'); queueMicrotask(function immediate1Job() { done('immediate1Job'); });
      $.queued('nextTick', 'immediate1Tick', 'TickObject'); process.nextTick(function immediate1Tick() { done('immediate1Tick'); });
    });
  });
  $.queued('check', 'immediate2', 'Immediate'); setImmediate(function immediate2() { done('immediate2'); });
}
