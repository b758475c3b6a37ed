// One look at all records when the page opens: what the timeline draws, what can be stepped to, and where states were.

import { flag, opStates, phaseNames } from './data.js';
import { TraceState, applyRecord, isDrained } from './fold.js';

const deepest = 8; // rows of nested callbacks or functions that are kept

/** Spans of time in one row of the timeline, by begin. `to` is null while they are open. */
class Track {
  constructor() { Object.assign(this, { from: [], to: [], record: [] }); }
  get size() { return this.from.length; }
  open(from, record) { this.add(from, null, record); }
  add(from, to, record) {
    this.from.push(from);
    this.to.push(to);
    this.record.push(record);
  }
  close(to) {
    if (this.size > 0) this.to[this.size - 1] ??= to;
  }
}

/** Everything about a recording that is asked for again and again. */
export class Survey {
  #recording;
  #tracks = new Map();
  #threads = new Map();
  #states = []; // now and then one, to fold on from
  #origins = new Map(); // thread and id -> records that enqueued or started it
  #slots = new Map(); // operation -> slot

  constructor(recording) {
    this.#recording = recording;
    this.loopOf = new Uint16Array(recording.size); // by record
    this.output = []; // records of what was written
    this.stops = new Map(); // thread -> { events, callbacks }, cursors
    const state = new TraceState();
    const listener = { pushed: (...of) => this.#pushed(...of), popped: (...of) => this.#popped(...of) };
    for (let next = 0; state.cursor < recording.size;) {
      if (state.cursor >= next) next = state.cursor + this.#keep(state);
      const record = recording.at(state.cursor), thread = applyRecord(state, record, listener);
      this.loopOf[record.index] = thread;
      this.#note(record, thread);
    }
    this.#saysConsole();
  }

  /** The state after the first `cursor` records; nobody else's. */
  stateAt(cursor) {
    let state = new TraceState(this.#states.findLast((one) => one.cursor <= cursor));
    while (state.cursor < cursor) applyRecord(state, this.#recording.at(state.cursor));
    return state;
  }

  /** A row of the timeline; an empty one if nothing was in it. */
  track(thread, kind, row = 0) { return this.#tracks.get(`${thread}/${kind}/${row}`) ?? new Track(); }
  rows(thread, kind) {
    let rows = 0;
    while (this.#tracks.has(`${thread}/${kind}/${rows}`)) rows++;
    return rows;
  }
  /** Slots of the pool that were used. */
  get poolRows() { return Math.max(-1, ...[...this.#tracks.keys()].map((key) => /^0\/pool\/(\d+)$/.exec(key)?.[1] ?? -1).map(Number)) + 1; }

  /** The record that enqueued `id` last before `cursor`, or started it. */
  origin(thread, id, cursor) {
    const all = this.#origins.get(`${thread}/${id}`) ?? [];
    const index = all.findLast((one) => one < cursor) ?? all[0];
    return index === undefined ? undefined : this.#recording.at(index);
  }
  /** The record that started the operation `id`, if it is one. */
  operation(thread, id) {
    const first = this.#origins.get(`${thread}/${id}`)?.find((one) => this.#recording.at(one).kind === 'op');
    return first === undefined ? undefined : this.#recording.at(first);
  }
  stopsOf(thread) { return this.stops.get(thread) ?? { events: [], callbacks: [] }; }

  /** Keeps a copy; returns after how many records the next one is worth its room. */
  #keep(state) {
    this.#states.push(new TraceState(state));
    return Math.max(1024, 4 * state.weight);
  }

  #trackOf(thread, kind, row = 0) {
    const key = `${thread}/${kind}/${row}`;
    if (!this.#tracks.has(key)) this.#tracks.set(key, new Track());
    return this.#tracks.get(key);
  }
  #thread(index) {
    if (!this.#threads.has(index)) this.#threads.set(index, { open: [], callbacks: 0, functions: 0, newest: 0, lost: null });
    return this.#threads.get(index);
  }

  #note(record, loop) {
    const { time, index, thread } = record, about = this.#thread(thread);
    about.lost?.close(time);
    about.lost = null;
    this.#noteStops(record, loop);
    switch (record.kind) {
      case 'phase': this.#notePhase(record); break;
      case 'exit': this.#trackOf(thread, 'phases').close(time); break;
      case 'enqueue': this.#noteOrigin(loop, record); break;
      case 'op': this.#noteOperation(loop, record); break;
      case 'gc': this.#trackOf(thread, 'gc').add(Math.max(0, time - record.id), time, index); break;
      case 'stdout': case 'stderr': this.output.push(index); break;
      case 'lost': // from what was told before it to what is told next
        about.lost = this.#trackOf(loop, 'lost');
        about.lost.open(about.newest, index);
        break;
    }
    about.newest = Math.max(about.newest, time);
  }

  #noteOrigin(loop, { id, index }) {
    const key = `${loop}/${id}`;
    if (!this.#origins.has(key)) this.#origins.set(key, []);
    this.#origins.get(key).push(index);
  }

  #notePhase({ thread, time, detail, flags, id, index }) {
    const phases = this.#trackOf(thread, 'phases');
    if (!(flags & flag.end)) return phases.open(time, index);
    if (phaseNames[detail] === 'poll' && id > 0 && phases.to.at(-1) === null) {
      const from = phases.from.at(-1); // it sleeps first; the callbacks of what woke it come after
      this.#trackOf(thread, 'asleep').add(from, Math.min(time, from + id), index);
    }
    phases.close(time);
  }

  #noteOperation(loop, record) {
    const state = opStates[record.detail];
    if (state === 'start') this.#noteOrigin(loop, record);
    else if (state === 'running' && record.value > 0) {
      this.#slots.set(record.id, record.value - 1);
      this.#trackOf(0, 'pool', record.value - 1).open(record.time, record.index);
    } else if (state === 'done' && this.#slots.has(record.id)) {
      this.#trackOf(0, 'pool', this.#slots.get(record.id)).close(record.time);
      this.#slots.delete(record.id);
    }
  }

  /** A cursor stands just after the record, so that the state shows it. Figures and Node's own callbacks are passed over. */
  #noteStops({ kind, index, detail, flags }, loop) {
    if (!this.stops.has(loop)) this.stops.set(loop, { events: [], callbacks: [] });
    const { events, callbacks } = this.stops.get(loop);
    if (kind !== 'metric' && kind !== 'none') events.push(index + 1);
    const isCallback = kind === 'begin' && !(flags & flag.internal);
    const isMain = kind === 'phase' && !(flags & flag.end) && phaseNames[detail] === 'main';
    if (isCallback || isMain || kind === 'exit') callbacks.push(index + 1);
  }

  // Where nothing of what was written is told, what console was given is all that there is.
  #saysConsole() {
    if (this.output.length === 0)
      for (let i = 0; i < this.#recording.size; i++) if (this.#recording.at(i).kind === 'console') this.output.push(i);
    for (const index of this.output) this.#trackOf(0, 'output').add(this.#recording.times[index], this.#recording.times[index], index);
  }

  #pushed(thread, frame, record) {
    const about = this.#thread(thread);
    const isDrain = frame.isCallback && isDrained(frame.queue);
    const kind = isDrain ? 'drains' : frame.isCallback ? 'callbacks' : 'functions';
    const row = isDrain ? 0 : about[kind]++;
    const track = row < deepest ? this.#trackOf(thread, kind, row) : null;
    track?.open(frame.since, record.index);
    about.open.push({ track, kind });
  }
  #popped(thread, frame, time) {
    const about = this.#thread(thread), { track, kind } = about.open.pop() ?? {};
    track?.close(time);
    if (kind && kind !== 'drains') about[kind]--;
  }
}
