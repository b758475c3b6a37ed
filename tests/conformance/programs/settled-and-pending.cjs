// fixed order
// A reaction is queued when its promise is settled, not when then is called.
const $ = require('../support/account.cjs');
const done = (name) => $.run(name, () => console.log(name));
const late = Promise.withResolvers();
$.waits('late', 'one', 'reaction'); late.promise.then(function one() { done('one'); });
$.waits('late', 'two', 'reaction'); late.promise.then(function two() { done('two'); });
$.queued('microtask', 'settled', 'reaction'); Promise.resolve().then(function settled() { done('settled'); });
$.queued('check', 'carrier', 'Immediate'); setImmediate(function carrier() {
  $.run('carrier', () => {
    console.log('carrier');
    $.settle('late'); late.resolve();
    $.waits('late', 'three', 'reaction'); late.promise.then(function three() { done('three'); });
  });
});
