'use strict';
// Parameters: process, require, native. Puts our promise hooks into Node's own list, so that the program's work beside them.
//
// V8 runs hooks also while an exception is on its way (a module's evaluation that failed), and takes it for the hook's own
// as soon as the hook calls something native. Then it must be caught here, or V8 would report it as uncaught.
const { createHook } = require('internal/promise_hooks');
// Where V8's queue can be read (native.jobEnds is missing), a job's end is seen there.
const { promiseMade, promiseSettled, jobBegins, jobEnds } = native;
createHook({
  init(promise, parent) {
    try {
      promiseMade(promise, parent);
    } catch {}
  },
  before(promise) {
    try {
      jobBegins(promise);
    } catch {}
  },
  after: jobEnds && ((promise) => {
    try {
      jobEnds(promise);
    } catch {}
  }),
  settled(promise) {
    try {
      promiseSettled(promise);
    } catch {}
  },
});
return true;
