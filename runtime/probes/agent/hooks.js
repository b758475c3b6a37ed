'use strict';
// Parameters: process, require, native. The way by public means, for what the other scripts or detours could not do on this
// Node: async_hooks. native.missing says what: { timers, ticks, io, microtasks }.
const { createHook, AsyncResource } = require('async_hooks');
const { missing, queues, flags, enqueue, begin, end, cancel, ioMade, ioBefore, ioAfter, ioDestroyed, callbackQueued, callbackBegins, jobEnds } = native;
const { timers: TIMERS, check: CHECK, nextTick: TICK, microtask: MICROTASK } = queues;

// Of what waits or runs, by async id: { queue, resource, waits }; null for I/O.
const known = new Map();
const functionOf = ({ queue, resource }) =>
  queue === TIMERS ? resource._onTimeout : queue === CHECK ? resource._onImmediate : resource.callback;
const whatIs = ({ queue, resource }) =>
  queue | (flags.inferred | (queue === TIMERS && typeof resource._repeat === 'number' ? flags.repeat : 0) |
  (queue === TIMERS && !resource.hasRef() ? flags.unref : 0)) << 8;

function wait(id, entry) {
  entry.waits = true;
  enqueue(whatIs(entry), id, functionOf(entry), entry.queue === TIMERS ? entry.resource._idleTimeout : 0);
}

function queueOf(type) {
  if (type === 'Timeout') return missing.timers ? TIMERS : -1;
  if (type === 'Immediate') return missing.timers ? CHECK : -1;
  if (type === 'TickObject') return missing.ticks ? TICK : -1;
  return undefined;
}

createHook({
  trackPromises: false,
  init(id, type, trigger, resource) {
    const queue = queueOf(type);
    if (type === 'Microtask') {
      if (!missing.microtasks) return;
      known.set(id, { queue: MICROTASK, resource, waits: false });
      callbackQueued(); // its callback is not known yet
    } else if (queue === undefined) {
      // What JavaScript makes and enters by itself is no callback of the loop's.
      if (missing.io && type !== 'PROMISE' && !(resource instanceof AsyncResource)) {
        known.set(id, null);
        ioMade(id, type);
      }
    } else if (queue >= 0) {
      const entry = { queue, resource, waits: false };
      known.set(id, entry);
      wait(id, entry);
    }
  },
  before(id) {
    const entry = known.get(id);
    if (entry === null) return ioBefore(id);
    if (entry === undefined) return;
    if (entry.queue === MICROTASK) return callbackBegins(entry.resource.callback);
    entry.waits = false;
    begin(whatIs(entry), id, functionOf(entry));
  },
  after(id) {
    const entry = known.get(id);
    if (entry === null) return ioAfter(id);
    if (entry === undefined) return;
    if (entry.queue === MICROTASK) return jobEnds();
    end(entry.queue);
    if (entry.queue === TIMERS && typeof entry.resource._repeat === 'number' && !entry.resource._destroyed) wait(id, entry);
  },
  destroy(id) {
    const entry = known.get(id);
    if (entry === undefined) return;
    known.delete(id);
    if (entry === null) ioDestroyed(id);
    else if (entry.waits) cancel(entry.queue, id);
  },
}).enable();
return true;
