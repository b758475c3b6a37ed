// The fold: records, one at a time, into what each loop is doing. Tolerates what damage and loss leave: an end without a
// beginning, functions that never returned, callbacks that begin without having been enqueued.

import { exitReasons, flag, handleStates, opStates, phaseNames, promiseStates, queueNames } from './data.js';

const mostSlots = 1024; // libuv's own bound

/** What waits in one queue, in the order in which it was enqueued. An id may wait in it more than once. */
export class Waiting {
  constructor(other) {
    this.next = other?.next ?? 0;
    this.order = new Map(other?.order); // place in line -> callback
    this.ids = new Map(other?.ids); // id -> places in line, the first of them first
  }
  get size() { return this.order.size; }
  values() { return this.order.values(); }
  add(callback) {
    this.order.set(this.next, callback);
    this.ids.set(callback.id, [...(this.ids.get(callback.id) ?? []), this.next++]);
  }
  find(id) { return this.order.get(this.ids.get(id)?.[0]); }
  /** Takes out the one of that id that has waited longest. */
  remove(id) {
    const places = this.ids.get(id);
    if (!places) return;
    this.order.delete(places[0]);
    if (places.length > 1) this.ids.set(id, places.slice(1));
    else this.ids.delete(id);
  }
}

/** All loops at one moment: before the first record, or as another one is. Entries of lists never change, so copies share them. */
export class TraceState {
  constructor(other) {
    this.cursor = other?.cursor ?? 0; // records folded
    this.time = other?.time ?? 0;
    this.loops = new Map([...(other?.loops ?? [])].map(([thread, loop]) => [thread, new LoopState(loop)]));
    this.slots = [...(other?.slots ?? [])]; // by slot of the pool: the id of the operation that runs in it, or 0
  }
  loop(thread) {
    if (!this.loops.has(thread)) this.loops.set(thread, new LoopState());
    return this.loops.get(thread);
  }
  /** How many entries a copy of it has to copy. */
  get weight() {
    let sum = 0;
    for (const loop of this.loops.values()) {
      sum += loop.ops.size + loop.handles.size + loop.stack.length;
      for (const queue of loop.queues) sum += queue.size;
    }
    return sum;
  }
}

/** What one loop is doing. */
export class LoopState {
  constructor(other) {
    this.phase = other?.phase ?? null; // none before the first and between two
    this.iteration = other?.iteration ?? 0;
    this.phaseSince = other?.phaseSince ?? 0;
    this.lastSleep = other?.lastSleep ?? 0; // ns asleep in the last poll that ended
    this.ended = other?.ended ?? null; // { code, reason }
    this.stack = [...(other?.stack ?? [])]; // outermost first
    this.mainRuns = other?.mainRuns ?? false; // the script's own synchronous run: until the first callback of any kind
    this.mainLine = other?.mainLine ?? 0; // site of its statement that runs
    this.queues = queueNames.map((_, i) => new Waiting(other?.queues[i]));
    this.ops = new Map(other?.ops);
    this.handles = new Map(other?.handles);
    this.promisesPending = other?.promisesPending ?? 0;
    this.callbacksRun = other?.callbacksRun ?? 0; // Node's own ones not counted
    this.lost = other?.lost ?? 0;
  }
  waiting(queue) { return this.queues[queueNames.indexOf(queue)]; }
  /** The innermost callback that runs. */
  callback() { return this.stack.findLast((frame) => frame.isCallback); }
}

/**
 * Folds one record. Returns the thread whose loop it is of. `listener` hears of every frame:
 * pushed(thread, frame, record) and popped(thread, frame, time).
 */
export function applyRecord(state, record, listener) {
  state.cursor++;
  state.time = Math.max(state.time, record.time);
  switch (record.kind) {
    case 'op': return applyOp(state, record);
    case 'lost': {
      const thread = state.loops.has(record.thread) ? record.thread : 0;
      applyLost({ loop: state.loop(thread), record, thread, listener });
      return thread;
    }
    case 'none': case 'gc': case 'console': case 'stdout': case 'stderr': return state.loops.has(record.thread) ? record.thread : 0;
    default:
      appliers[record.kind]({ loop: state.loop(record.thread), record, thread: record.thread, listener });
      return record.thread;
  }
}

/** A damaged file may name a queue that there is not. */
export const queueOf = (record) => queueNames[record.detail] ?? queueNames.at(-1);
/** Whether it is emptied between two callbacks of the loop. */
export const isDrained = (queue) => queue === 'nextTick' || queue === 'microtask';

const appliers = {
  phase(s) {
    unwind(s, 0); // between phases no JavaScript runs
    const { loop, record } = s;
    loop.iteration = record.value;
    loop.phaseSince = record.time;
    const phase = phaseNames[record.detail] ?? null;
    const isEnd = (record.flags & flag.end) !== 0;
    if (isEnd && phase === 'poll') loop.lastSleep = record.id;
    loop.phase = isEnd ? null : phase;
    loop.mainRuns = loop.phase === 'main';
    loop.mainLine = 0;
  },
  enqueue({ loop, record }) {
    const queue = queueOf(record), line = loop.waiting(queue);
    if (queue === 'timers') line.remove(record.id); // armed anew
    line.add({ id: record.id, by: loop.callback()?.id ?? 0, since: record.time, ms: queue === 'timers' ? record.value : 0,
      place: record.place, type: record.type, flags: record.flags });
  },
  begin(s) {
    const { loop, record } = s, queue = queueOf(record), line = loop.waiting(queue), waited = line.find(record.id);
    line.remove(record.id);
    loop.mainRuns = false;
    unwind(s, depthFor(loop, queue));
    if (!(record.flags & flag.internal)) loop.callbacksRun++;
    push(s, { isCallback: true, id: record.id, queue, site: record.place, line: 0, type: record.type, flags: record.flags, since: record.time,
      by: waited?.by ?? 0, enqueuedAt: waited?.since ?? null, ms: waited?.ms ?? 0, place: waited?.place ?? 0 });
  },
  end(s) {
    const depth = s.loop.stack.findLastIndex((frame) => frame.isCallback && frame.id === s.record.id);
    if (depth >= 0) unwind(s, depth);
  },
  cancel({ loop, record }) { loop.waiting(queueOf(record)).remove(record.id); },
  call(s) {
    const { record } = s;
    push(s, { isCallback: false, id: 0, site: record.place, line: 0, type: 0, flags: record.flags, since: record.time, place: 0 });
  },
  // A function that was resumed unseen (by a rejection, in for-await) returns without being here: nothing to take off.
  return(s) {
    const { stack } = s.loop;
    for (let depth = stack.length - 1; depth >= 0 && !stack[depth].isCallback; depth--)
      if (stack[depth].site === s.record.place) return unwind(s, depth);
  },
  // The statement about to run is of the innermost function, and stays it while that calls others.
  line({ loop, record }) {
    const frame = loop.stack.pop();
    if (frame) loop.stack.push({ ...frame, line: record.place });
    else loop.mainLine = record.place;
  },
  promise({ loop, record }) {
    const state = promiseStates[record.detail];
    if (state === 'pending') loop.promisesPending++;
    else if (state !== 'handled' && loop.promisesPending > 0) loop.promisesPending--;
  },
  handle({ loop, record }) {
    const state = handleStates[record.detail], since = loop.handles.get(record.id)?.since ?? record.time;
    if (state === 'closed') loop.handles.delete(record.id);
    else loop.handles.set(record.id, { id: record.id, type: record.type, place: record.place, on: record.value, state, since });
  },
  metric() {},
  exit(s) {
    unwind(s, 0);
    s.loop.phase = null;
    s.loop.ended = { code: s.record.value, reason: exitReasons[s.record.detail] ?? 'exit' };
  },
};

/**
 * Where a callback that begins now stands in the stack: whatever is from there on has ended without saying so. The loop itself
 * starts timers and immediates; ticks and microtasks never run inside one another; the rest may nest.
 */
function depthFor(loop, queue) {
  if (queue === 'timers' || queue === 'check') return 0;
  if (!isDrained(queue)) return loop.stack.length;
  const stale = loop.stack.findIndex((frame) => frame.isCallback && isDrained(frame.queue));
  return stale < 0 ? loop.stack.length : stale;
}

// Calls and returns are most of what is lost: of the functions that ran nobody knows whether they still do.
function applyLost(s) {
  s.loop.lost += s.record.id;
  unwind(s, s.loop.stack.findLastIndex((frame) => frame.isCallback) + 1);
}

// An operation starts on its loop's thread and goes on in the pool's.
function applyOp(state, record) {
  const what = opStates[record.detail];
  const owner = [...state.loops].find(([, one]) => one.ops.has(record.id))?.[0];
  const thread = owner ?? (what === 'start' || state.loops.has(record.thread) ? record.thread : 0);
  const loop = state.loop(thread), known = loop.ops.get(record.id);
  if (what === 'done') {
    loop.ops.delete(record.id);
    state.slots = state.slots.map((id) => (id === record.id ? 0 : id));
    return thread;
  }
  const op = known && what !== 'start' ? { ...known }
    : { id: record.id, type: record.type, startedAt: record.time, by: 0, place: 0, slot: 0, runningSince: 0 };
  if (what === 'start') Object.assign(op, { by: loop.callback()?.id ?? 0, place: record.place });
  Object.assign(op, { state: what, flags: record.flags });
  if (what === 'running') {
    Object.assign(op, { slot: record.value, runningSince: record.time });
    if (record.value > 0 && record.value <= mostSlots) {
      while (state.slots.length < record.value) state.slots.push(0);
      state.slots[record.value - 1] = record.id;
    }
  }
  loop.ops.set(record.id, op);
  return thread;
}

function push({ loop, record, thread, listener }, frame) {
  loop.stack.push(frame);
  listener?.pushed(thread, frame, record);
}

function unwind({ loop, record, thread, listener }, depth) {
  while (loop.stack.length > depth) {
    const frame = loop.stack.pop();
    listener?.popped(thread, frame, record.time);
  }
}
