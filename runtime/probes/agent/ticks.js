'use strict';
// Parameters: process, require, native. Returns whether process.nextTick's queue was found; if not, nothing was changed.
//
// The trick: the queue is an object that Node keeps to itself, but process.nextTick calls its push through the prototype.
// One call with a push that catches the queue and keeps the tick from it tells which it is; the traces of the call (an
// async id, the mark that there are ticks) are undone. From then on push and shift of this one object pass here.
const FixedQueue = require('internal/fixed_queue');
const { internalBinding } = require('internal/bootstrap/realm');
const { symbols: { async_id_symbol: idSymbol } } = require('internal/async_hooks');
const { async_id_fields: idFields, constants: { kAsyncIdCounter } } = internalBinding('async_wrap');
const { tickInfo } = internalBinding('task_queue');
const { enqueue, begin, end, queues: { nextTick: TICK } } = native;
const { prototype } = FixedQueue;
const { push, shift } = prototype;
if (typeof push !== 'function' || typeof shift !== 'function' || kAsyncIdCounter === undefined) return false;

const callback = () => {};
const counter = idFields[kAsyncIdCounter];
const hadTicks = tickInfo[0];
let queue;
let sample;
prototype.push = function(tick) {
  queue = this;
  sample = tick;
};
process.nextTick(callback);
prototype.push = push;
if (queue === undefined) return false;
idFields[kAsyncIdCounter] = counter;
tickInfo[0] = hadTicks;
if (sample?.callback !== callback || sample[idSymbol] !== counter + 1) return false;

const { call } = Function.prototype; // the program may change it later: bound now
const pushTo = call.bind(push);
const shiftFrom = call.bind(shift);
// Ids come from an array of doubles; a small integer needs no object on its way to C++.
const whole = (id) => (id <= 0x7fffffff ? id | 0 : id);
let runs = false;

Object.defineProperties(queue, {
  push: {
    value(tick) {
      pushTo(this, tick);
      enqueue(TICK, whole(tick[idSymbol]), tick.callback, 0);
    },
  },
  shift: {
    value() {
      const tick = shiftFrom(this);
      if (tick !== null) {
        runs = true;
        begin(TICK, whole(tick[idSymbol]), tick.callback); // and ends the one before: nothing runs between two ticks
      } else if (runs) {
        runs = false;
        end(TICK);
      }
      return tick;
    },
  },
});
native.ticksWaitIn(queue, idSymbol);
return true;
