// fixed order
// A CommonJS main script: its body, then ticks, then promise jobs; each queue empties before the other goes on.
const $ = require('../support/account.cjs');
const say = (text) => console.log(text);

$.queued('nextTick', 'tick1', 'TickObject'); process.nextTick(function tick1() {
  $.run('tick1', () => {
    say('tick 1');
    $.queued('microtask', 'job2', 'queueMicrotask'); queueMicrotask(function job2() { $.run('job2', () => say('job 2')); });
    $.queued('nextTick', 'tick3', 'TickObject'); process.nextTick(function tick3() { $.run('tick3', () => say('tick 3')); });
  });
});
$.queued('microtask', 'job1', 'queueMicrotask'); queueMicrotask(function job1() {
  $.run('job1', () => {
    say('job 1');
    $.queued('nextTick', 'tick4', 'TickObject'); process.nextTick(function tick4() { $.run('tick4', () => say('tick 4')); });
    $.queued('microtask', 'job3', 'reaction'); Promise.resolve().then(function job3() { $.run('job3', () => say('job 3')); });
  });
});
$.queued('nextTick', 'tick2', 'TickObject'); process.nextTick(function tick2() { $.run('tick2', () => say('tick 2')); });
say('body');
