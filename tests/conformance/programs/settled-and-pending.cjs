// fixed order
// A reaction is queued when its promise is settled, not when then is called.
const $ = require('../support/account.cjs');
const late = Promise.withResolvers();
for (const name of ['one', 'two']) {
  $.waits('late', name, 'reaction');
  late.promise.then({ [name]() { $.run(name, () => console.log(name)); } }[name]);
}
$.queued('microtask', 'settled', 'reaction'); Promise.resolve().then(function settled() { $.run('settled', () => console.log('settled')); });
$.queued('check', 'carrier', 'Immediate'); setImmediate(function carrier() {
  $.run('carrier', () => {
    console.log('carrier');
    $.settle('late'); late.resolve();
    $.waits('late', 'three', 'reaction'); late.promise.then(function three() { $.run('three', () => console.log('three')); });
  });
});
