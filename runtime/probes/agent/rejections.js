'use strict';
// Parameters: process, require, native. Returns whether Node looks at rejections that nobody has handled as assumed; if not, nothing was changed.
//
// The trick: before Node tells anyone of such a rejection it changes the async context by a call through the class, which only Node's own modules
// see, while its count of ticks says that there are rejections. Who calls is asked then only: a stack of two functions.
const AsyncContextFrame = require('internal/async_context_frame');
const { processPromiseRejections } = require('internal/process/promises');
const { internalBinding } = require('internal/bootstrap/realm');
const { tickInfo } = internalBinding('task_queue');
const { rejectionComes } = native;
const kHasRejectionToWarn = 1;
if (typeof processPromiseRejections !== 'function' || tickInfo?.[kHasRejectionToWarn] === undefined) return false;
for (const text of ['promiseInfo.warned = true', 'AsyncContextFrame.exchange(contextFrame)', 'unhandledRejectionsMode(promise, promiseInfo'])
  if (!`${processPromiseRejections}`.includes(text)) return false;

AsyncContextFrame.enabled; // puts the active functions in place, if it has not been asked before
const { call } = Function.prototype; // the program may change it later: bound now
const exchange = call.bind(AsyncContextFrame.exchange);
AsyncContextFrame.exchange = function(frame) {
  if (tickInfo[kHasRejectionToWarn] === 1) rejectionComes();
  return exchange(this, frame);
};
return true;
