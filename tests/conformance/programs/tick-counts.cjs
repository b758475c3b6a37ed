// fixed order
// How many turns of the promise queue pass before the then of each runs.
const $ = require('../support/account.cjs');
const native = Promise.resolve('native');
const forms = {
  resolved: () => Promise.resolve(1),
  asyncValue: async () => 1,
  awaitNative: async () => { await native; },
  returnAwait: async () => await native,
  returnNative: async () => native,
  resolveNative: () => new Promise((resolve) => resolve(native)),
  awaitThenable: async () => { await { then(done) { done(1); } }; },
  resolveThenable: () => new Promise((resolve) => resolve({ then(done) { done(1); } })),
  all: () => Promise.all([native]),
  race: () => Promise.race([native]),
  any: () => Promise.any([native]),
  allSettled: () => Promise.allSettled([native]),
  finally: () => native.finally(() => {}),
};
const turns = {};
function measure([[name, form], ...rest]) {
  let turn = 0, done = false;
  form().then(() => { turns[name] = turn; done = true; });
  (function count() {
    ++turn;
    if (!done) queueMicrotask(count);
    else setImmediate(() => (rest.length ? measure(rest) : console.log(turns)));
  })();
}
measure(Object.entries(forms));
