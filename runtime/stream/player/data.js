// The recording as the page holds it (PlayerData.h tells its form), read into columns.

/** What a record says, in the order of RecordKind. */
export const kindNames = ['none', 'phase', 'enqueue', 'begin', 'end', 'cancel', 'call', 'return', 'op', 'promise', 'gc', 'metric',
  'console', 'stdout', 'stderr', 'lost', 'exit', 'line', 'handle'];
export const phaseNames = ['main', 'pending', 'idle', 'prepare', 'poll', 'check', 'closing', 'timers'];
export const queueNames = ['timers', 'pending', 'poll', 'check', 'closing', 'nextTick', 'microtask'];
export const opStates = ['start', 'queued', 'running', 'done'];
export const handleStates = ['active', 'unref', 'idle', 'closed'];
export const promiseStates = ['pending', 'fulfilled', 'rejected', 'handled'];
export const exitReasons = ['exit', 'stopped', 'uncaught', 'out-of-memory'];
const threadKinds = ['loop', 'worker', 'pool', 'output'];

/** Bits of a record's flags. */
export const flag = { end: 2, internal: 4, inferred: 8, unref: 16, repeat: 32, resume: 64, suspend: 128, throws: 256 };

/** A recording: `size` records, and the tables that they name things by. Nothing in it changes. */
export class Recording {
  constructor(data) {
    this.run = data.run;
    this.threads = data.threads.map(([kind, name]) => ({ kind: threadKinds[kind], name }));
    this.texts = data.texts;
    this.types = data.types;
    this.scripts = data.scripts;
    this.sites = data.sites.map(([fn, script, line, column, internal]) => ({ fn: data.texts[fn], script, line, column, internal: internal === 1 }));
    this.sources = new Map(data.sources.map(([script, text, changed]) => [script, { text, changed: changed === 1 }]));
    this.columns = data.records;
    this.size = data.records.kind.length;
    this.times = summed(data.records.time);
    this.start = this.size === 0 ? 0 : this.times[Math.min(data.run.carried, this.size - 1)];
    this.end = this.size === 0 ? 0 : Math.max(this.times[this.size - 1], this.start + 1);
  }

  /** Record number `index`, its kind as a name. */
  at(index) {
    const c = this.columns;
    return { index, kind: kindNames[c.kind[index]] ?? 'none', time: this.times[index], thread: c.thread[index], detail: c.detail[index],
      id: c.id[index], type: c.type[index], place: c.place[index], value: c.value[index], flags: c.flags[index] };
  }

  /** How many records there are up to and with `time`: the cursor at that time. */
  cursorAt(time) {
    let from = 0, to = this.size;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.times[middle] <= time) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  /** The threads that run a loop, by index. */
  loops() {
    return this.threads.map((thread, index) => ({ ...thread, index })).filter(({ kind }) => kind === 'loop' || kind === 'worker');
  }
}

function summed(differences) {
  const times = new Float64Array(differences.length);
  let time = 0;
  differences.forEach((difference, i) => { times[i] = time += difference; });
  return times;
}
