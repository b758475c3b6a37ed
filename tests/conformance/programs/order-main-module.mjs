// fixed order
// A module's top level is itself a promise job: promise jobs come before ticks.
import $ from '../support/account.cjs';
const say = (text) => console.log(text);

$.queued('nextTick', 'tick1', 'TickObject'); process.nextTick(function tick1() { $.run('tick1', () => say('tick 1')); });
$.queued('microtask', 'job1', 'queueMicrotask'); queueMicrotask(function job1() {
  $.run('job1', () => {
    say('job 1');
    $.queued('microtask', 'job2', 'reaction'); Promise.resolve().then(function job2() { $.run('job2', () => say('job 2')); });
  });
});
say('body');
