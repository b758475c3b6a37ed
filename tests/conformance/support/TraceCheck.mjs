// What must hold in every trace, for any program (the readable trace format, version 1). Shares no code with the
// program that writes traces: it reads the lines as anybody would.

const phases = ['main', 'timers', 'pending', 'idle', 'prepare', 'poll', 'check', 'closing'];
const queues = ['timers', 'pending', 'poll', 'check', 'closing', 'nextTick', 'microtask'];
const microtasks = ['reaction', 'await', 'thenable', 'queueMicrotask'];
const inOrder = ['nextTick', 'microtask'];
const homes = { timers: ['timers'], check: ['check'], closing: ['closing'], poll: ['poll', 'pending'], pending: ['pending', 'poll'] };
const steps = { start: 0, queued: 1, running: 2, done: 3 };

export function parseTrace(text) {
  const problems = [];
  const lines = [];
  text.split('\n').forEach((line, index) => {
    if (line === '') return;
    try {
      lines.push({ ...JSON.parse(line), line: index + 1 });
    } catch (error) {
      problems.push(`line ${index + 1} is not JSON: ${error.message}`);
    }
  });
  return { lines, problems };
}

/// The broken promises of a trace, as sentences. `expected` may hold { stdout, stderr, code, endsInMidst, without }.
/// What is inferred says so; its order and kind are not promised.
export function checkTrace({ lines, problems: damage }, expected = {}) {
  const problems = [...damage];
  const say = (record, text) => problems.push(`line ${record?.line}: ${text}`);
  if (lines[0]?.k !== 'run') say(lines[0], 'the first line is not run');
  if (lines.at(-1)?.k !== 'exit') say(lines.at(-1), 'the last line is not exit');
  const threads = new Map();
  // Where records were dropped, what depends on all of them cannot be asked for.
  const lost = lines.reduce((sum, record) => sum + (record.k === 'lost' ? record.count : 0), 0);
  for (const record of lines) {
    if (record.k === 'run') continue;
    if (!Number.isInteger(record.t) || record.t < 0) say(record, `t is ${record.t}`);
    const key = String(record.th ?? 'missing');
    if (!threads.has(key)) threads.set(key, new Thread(key, say));
    if (lost === 0 && !(expected.without?.includes('calls') && ['call', 'return'].includes(record.k))) threads.get(key).take(record);
  }
  const exit = lines.at(-1);
  for (const thread of threads.values()) thread.finish(exit, lost, expected.endsInMidst);
  if (lost === 0) {
    checkOps(lines, say);
    checkPromises(lines, say);
  }
  if (exit?.k === 'exit') {
    if (!Number.isInteger(exit.lost)) say(exit, 'exit does not say how many were lost');
    else if (exit.lost !== lost) say(exit, `exit says ${exit.lost} lost, the lines say ${lost}`);
    if (expected.code !== undefined && exit.code !== expected.code) say(exit, `code ${exit.code}, the program ended with ${expected.code}`);
  }
  for (const stream of ['stdout', 'stderr']) {
    if (expected[stream] === undefined || lost > 0) continue;
    const seen = lines.filter((record) => record.k === stream).map((record) => record.text).join('');
    if (seen !== expected[stream]) problems.push(`the ${stream} lines hold ${JSON.stringify(seen.slice(0, 80))}.., printed was ${JSON.stringify(expected[stream].slice(0, 80))}..`);
  }
  return problems;
}

// One loop, replayed.
class Thread {
  #name; #say; #time = 0;
  #phase = null; #iteration = -1;
  #running = [];                                            // begun, not ended; innermost last
  #waiting = Object.fromEntries(queues.map((queue) => [queue, []])); // ids in order of enqueueing
  #known = new Map();                                       // id -> its enqueue
  #calls = [];

  constructor(name, say) { this.#name = name; this.#say = say; }

  take(record) {
    if (record.t < this.#time) this.#say(record, `time runs backwards on thread ${this.#name}`);
    this.#time = record.t;
    this[`_${record.k}`]?.(record);
  }

  _phase(record) {
    if (!phases.includes(record.phase)) this.#say(record, `unknown phase ${record.phase}`);
    if (record.edge === 'begin') {
      if (this.#phase) this.#say(record, `${record.phase} begins inside ${this.#phase}`);
      if (record.iteration < this.#iteration) this.#say(record, `iteration goes back to ${record.iteration}`);
      this.#iteration = record.iteration;
      this.#phase = record.phase;
    } else {
      if (record.iteration !== this.#iteration) this.#say(record, `${record.phase} ends in iteration ${record.iteration}, began in ${this.#iteration}`);
      if (this.#phase !== record.phase) this.#say(record, `${record.phase} ends, but ${this.#phase} is open`);
      if (this.#running.length) this.#say(record, `${record.phase} ends while callback ${this.#running.at(-1).id} runs`);
      if (record.phase === 'poll' && !(record.asleep >= 0)) this.#say(record, `poll ends without asleep`);
      this.#phase = null;
    }
  }

  _enqueue(record) {
    const { id, queue, kind } = record;
    if (!queues.includes(queue)) return this.#say(record, `unknown queue ${queue}`);
    if (queue === 'microtask' && !microtasks.includes(kind) && !(kind === 'job' && record.inferred)) this.#say(record, `unknown kind of microtask: ${kind}`);
    if (record.by && !this.#running.some((one) => one.id === record.by)) this.#say(record, `enqueued by ${record.by}, which does not run`);
    const list = this.#waiting[queue];
    if (list.includes(id)) {
      if (queue !== 'timers') this.#say(record, `${id} is enqueued in ${queue} and waits there already`);
      list.splice(list.indexOf(id), 1);
    }
    list.push(id);
    this.#known.set(id, record);
  }

  _begin(record) {
    const { id, queue, kind } = record;
    const list = this.#waiting[queue];
    if (!list) return this.#say(record, `unknown queue ${queue}`);
    const position = list.indexOf(id);
    if (position < 0) this.#say(record, `${id} (${kind}, fn ${record.fn}) begins without waiting in ${queue}`);
    else {
      const isExact = !record.inferred && !this.#known.get(list[0]).inferred;
      if (inOrder.includes(queue) && position > 0 && isExact) this.#say(record, `${id} (${kind}) begins in ${queue} before ${list[0]}, which was enqueued first`);
      list.splice(position, 1);
      if (this.#known.get(id).kind !== kind) this.#say(record, `${id} was enqueued as ${this.#known.get(id).kind} and begins as ${kind}`);
    }
    if (record.phase !== this.#phase) this.#say(record, `${id} says phase ${record.phase}, open is ${this.#phase}`);
    if (record.phase === this.#phase && record.iteration !== this.#iteration) this.#say(record, `${id} says iteration ${record.iteration}, it is ${this.#iteration}`);
    if (homes[queue] && !homes[queue].includes(record.phase)) this.#say(record, `a ${queue} callback (${kind}) runs in ${record.phase}`);
    this.#running.push({ id, calls: this.#calls.length });
  }

  _end(record) {
    const top = this.#running.pop();
    if (top?.id !== record.id) this.#say(record, `${record.id} ends, but ${top?.id ?? 'nothing'} runs`);
    if (top && this.#calls.length !== top.calls) {
      this.#say(record, `${record.id} ends with ${this.#calls.length - top.calls} of its calls open (${this.#calls.at(-1)})`);
      this.#calls.length = Math.min(top.calls, this.#calls.length);
    }
  }

  _cancel(record) {
    for (const queue of queues) {
      const position = this.#waiting[queue].indexOf(record.id);
      if (position < 0) continue;
      this.#waiting[queue].splice(position, 1);
      return;
    }
    if (!this.#running.some((one) => one.id === record.id)) this.#say(record, `${record.id} is cancelled, but neither waits nor runs`);
  }

  _call(record) { this.#calls.push(record.fn); }

  _return(record) {
    const top = this.#calls.pop();
    if (top !== record.fn) this.#say(record, `return from ${record.fn}, but ${top} is on top`);
  }

  // Nothing runs at the end, and after an ordinary one nothing waits. process.exit() leaves what it leaves.
  finish(last, lost, endsInMidst) {
    if (this.#name !== '0' || lost > 0) return;
    if (this.#phase) this.#say(last, `phase ${this.#phase} never ends`);
    if (this.#running.length) this.#say(last, `${this.#running.map((one) => one.id)} never end`);
    for (const queue of endsInMidst ? [] : queues) {
      const left = this.#waiting[queue];
      if (left.length) this.#say(last, `${left.length} still wait in ${queue}: ${left.slice(0, 3).map((id) => `${id} ${this.#known.get(id).kind}`)}`);
    }
  }
}

function checkOps(lines, say) {
  const state = new Map();
  const busy = new Map();
  for (const record of lines.filter((one) => one.k === 'op')) {
    if (!(record.state in steps)) { say(record, `unknown state ${record.state}`); continue; }
    const before = state.get(record.id);
    const again = before?.state === 'done' && ['start', 'queued'].includes(record.state); // one handle, work after work
    if (before !== undefined && !again && steps[record.state] <= steps[before.state]) say(record, `op ${record.id} (${record.what}) goes from ${before.state} to ${record.state}`);
    state.set(record.id, record);
    if (record.pool && record.state === 'running') {
      if (busy.has(record.pool)) say(record, `slot ${record.pool} runs ${record.id} while it runs ${busy.get(record.pool)}`);
      busy.set(record.pool, record.id);
    }
    if (record.state === 'done') for (const [slot, id] of busy) if (id === record.id) busy.delete(slot);
  }
  for (const record of state.values()) if (!record.what) say(record, `op ${record.id} does not say what it is`);
}

function checkPromises(lines, say) {
  const state = new Map();
  for (const { id, state: now, ...record } of lines.filter((one) => one.k === 'promise')) {
    const before = state.get(id);
    if (now === 'pending' && before) say(record, `promise ${id} is made twice`);
    if (now === 'fulfilled' && before && before !== 'pending') say(record, `promise ${id} goes from ${before} to ${now}`);
    if (now === 'rejected' && before && before !== 'pending') say(record, `promise ${id} goes from ${before} to ${now}`);
    state.set(id, now);
  }
}
