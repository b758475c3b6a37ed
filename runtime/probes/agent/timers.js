'use strict';
// Parameters: process, require, native. Returns whether Node's timers and immediates are as assumed; if not, nothing was changed.
//
// The trick: Node's timers call their linked list, the immediates their queue, through properties of objects that only
// Node's own modules see. So each arming, removal and running passes here, and the functions that the program sees stay
// what they are.
const list = require('internal/linkedlist');
const timers = require('internal/timers');
const AsyncContextFrame = require('internal/async_context_frame');
const { internalBinding } = require('internal/bootstrap/realm');
const { async_id_fields: idFields, constants: { kAsyncIdCounter } } = internalBinding('async_wrap');
const { async_id_symbol: idSymbol, kRefed, immediateQueue } = timers;
const { enqueue, begin, end, cancel, queues, flags } = native;
const { timers: TIMERS, check: CHECK } = queues;

const assumed = [
  [timers.insert, 'L.append(list, item)'],
  [timers.getTimerCallbacks, 'L.peek(list)'],
  [timers.getTimerCallbacks, 'L.remove(timer)'],
  [timers.getTimerCallbacks, 'immediate._destroyed = true'],
  [timers.getTimerCallbacks, 'immediate._onImmediate = undefined'],
  [timers.getTimerCallbacks, 'cleanImmediate(immediate)'],
  [timers.getTimerCallbacks, 'AsyncContextFrame.exchange(immediate[async_context_frame])'],
  [timers.getTimerCallbacks, 'AsyncContextFrame.set(priorContextFrame)'],
  [clearImmediate, 'immediateQueue.remove(immediate)'],
];
for (const [f, text] of assumed)
  if (typeof f !== 'function' || !`${f}`.includes(text)) return false;
if (kAsyncIdCounter === undefined || idSymbol === undefined) return false;

const isWaiting = (timer) => timer._idleNext && timer._idleNext !== timer;
const whatIs = (timer) => TIMERS | (timer._repeat === null ? 0 : flags.repeat << 8) | (timer[kRefed] ? 0 : flags.unref << 8);
// Ids come from an array of doubles; a small integer needs no object on its way to C++.
const whole = (id) => (id <= 0x7fffffff ? id | 0 : id);

const { append, remove, peek } = list;
let timerRuns = false;

list.append = function(timersOfSameDuration, timer) {
  const id = timer[idSymbol];
  if (id === undefined) return append(timersOfSameDuration, timer); // not a timer
  if (isWaiting(timer)) cancel(TIMERS, whole(id)); // refresh(): it waits anew
  append(timersOfSameDuration, timer);
  // A timer that had ended gets its new id just after this.
  const present = timer._destroyed ? idFields[kAsyncIdCounter] + 1 : id;
  enqueue(whatIs(timer), whole(present), timer._onTimeout, timersOfSameDuration.msecs);
};

list.remove = function(timer) {
  const id = timer[idSymbol];
  if (id !== undefined && isWaiting(timer)) {
    // clearTimeout() marks the timer first; the loop over due timers does not.
    if (timer._destroyed || !timer._onTimeout) {
      cancel(TIMERS, whole(id));
    } else {
      timerRuns = true;
      begin(whatIs(timer), whole(id), timer._onTimeout);
    }
  }
  remove(timer);
};

// The loop over due timers looks for the next one as soon as one has run.
list.peek = function(timersOfSameDuration) {
  if (timerRuns) {
    timerRuns = false;
    end(TIMERS);
  }
  return peek(timersOfSameDuration);
};

// Immediates: the loop over them takes the queue away at its start and then follows the links. `last` is the one it ran
// last, `first` the one with which the next queue begins.
AsyncContextFrame.enabled; // puts the active functions in place, if it has not been asked before
const { call } = Function.prototype; // the program may change it later: bound now
const exchange = call.bind(AsyncContextFrame.exchange);
const set = call.bind(AsyncContextFrame.set);
const appendTo = call.bind(immediateQueue.append);
const removeFrom = call.bind(immediateQueue.remove);
let first = null;
let last = null;
let immediateRuns = false;

immediateQueue.append = function(immediate) {
  appendTo(this, immediate);
  if (this.head === immediate) first = immediate;
  enqueue(CHECK, whole(immediate[idSymbol]), immediate._onImmediate, 0);
};

immediateQueue.remove = function(immediate) {
  removeFrom(this, immediate);
  if (first === immediate) first = this.head;
  cancel(CHECK, whole(immediate[idSymbol]));
};

// Its function is taken from it as soon as it has run, and when it has thrown.
const immediateIsOver = () => typeof last._onImmediate !== 'function';

AsyncContextFrame.exchange = function(frame) {
  if (!immediateRuns || immediateIsOver()) {
    const next = last !== null && last._idleNext !== null ? last._idleNext : first;
    if (next !== null && next._destroyed) { // the mark of the one that is about to run
      if (next === first) first = null;
      last = next;
      immediateRuns = true;
      begin(CHECK, whole(next[idSymbol]), next._onImmediate);
    }
  }
  return exchange(this, frame);
};

AsyncContextFrame.set = function(frame) {
  if (immediateRuns && immediateIsOver()) {
    immediateRuns = false;
    end(CHECK);
  }
  set(this, frame);
};

native.timersWaitIn(timers.timerListMap, idSymbol);
native.immediatesWaitIn(immediateQueue, idSymbol);
return true;
