// One sentence on the moment, from recorded facts only.

import { flag, handleStates, opStates, phaseNames, promiseStates } from './data.js';
import { explainBegin, explainCancel, explainEnd, explainEnqueue } from './explain-callbacks.js';
import { baseName, dueOf, duration, hueOfOperation, hueOfPhase, hueOfQueue, phaseWord } from './labels.js';

/** { text, hue } on `moment`, which the playhead makes. Names of functions stand between backticks. */
export function explain(moment) {
  const record = lastOfMeaning(moment);
  if (!record) return { text: 'The recording starts here.', hue: 'main' };
  const c = new ExplainContext(moment, record);
  return { text: sentences[record.kind]?.(c) ?? '', hue: hueOfRecord(c) };
}

/** What the sentences share: the moment, its record, the loop that it is of. */
class ExplainContext {
  constructor({ recording, survey, labels, thread, loop, state, time }, record) {
    Object.assign(this, { recording, survey, labels, thread, loop, state, time, record });
  }
  /** "`onTimeout`", "The function at app.js:3", "A callback". */
  functionName(site) {
    const name = this.labels.function(site), place = this.labels.place(site);
    if (name !== '') return `\`${name}\``;
    return place === '' ? 'A callback' : `The function at ${place}`;
  }
  /** " at app.js:3", or nothing. */
  at(site) {
    const place = this.labels.place(site);
    return place === '' ? '' : ` at ${place}`;
  }
  waiting(queue) { return this.loop.waiting(queue).size; }
}

/** The last record of this loop. That a handle is open is said at its record only, not of the sleep after it. */
function lastOfMeaning({ recording, survey, thread, cursor, time }) {
  const { events } = survey.stopsOf(thread);
  for (let i = lastUpTo(events, cursor); i >= 0; i--) {
    const record = recording.at(events[i] - 1);
    if (record.kind !== 'handle' || record.time === time) return record;
  }
  return null;
}

/** Index of the last number in a sorted list that is not above `most`; -1 if there is none. */
export function lastUpTo(list, most) {
  let from = 0, to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    if (list[middle] <= most) from = middle + 1;
    else to = middle;
  }
  return from - 1;
}

const oneOrMany = (n, none, one, many) => (n === 0 ? none : n === 1 ? one : many.replace('%', n));

function timersBegin(c) {
  const timers = [...c.loop.waiting('timers').values()], due = timers.filter((one) => dueOf(one) <= c.record.time).length;
  if (due > 0) return `Timers phase: of ${timers.length} armed, ${due} reached their time.`;
  return oneOrMany(timers.length, 'Timers phase: no timer is armed.', 'Timers phase: one timer is armed.', 'Timers phase: % timers are armed.');
}

/** " The next timer is due in about 6.9 ms.": only while one is armed and its time is ahead. */
function nextTimer(c) {
  let due = Infinity;
  for (const timer of c.loop.waiting('timers').values()) due = Math.min(due, dueOf(timer));
  return due === Infinity || due <= c.time ? '' : ` The next timer is due in about ${duration(due - c.time)}.`;
}

/** " tcp server 127.0.0.1:3000 keeps it alive.": what libuv had open when the loop last went to sleep. */
function keptAlive(c) {
  const alive = [...c.loop.handles.values()].filter((one) => one.state === 'active' && !c.loop.ops.has(one.id)); // a child process is both
  if (alive.length === 0) return '';
  const name = c.labels.handle(alive[0]);
  return oneOrMany(alive.length - 1, ` ${name} keeps it alive.`, ` ${name} and one more handle keep it alive.`, ` ${name} and % more handles keep it alive.`);
}

function pollBegin(c) {
  const text = c.time > c.record.time ? `The loop has been in poll for ${duration(c.time - c.record.time)}.`
    : 'The loop enters poll, where it takes in what I/O has finished.';
  const immediates = c.waiting('check'), ops = [...c.loop.ops.values()];
  if (immediates > 0) return text + oneOrMany(immediates, '', ' It will not sleep: an immediate waits in check.', ' It will not sleep: % immediates wait in check.');
  const under = ops.length === 0 ? '' : ops.length === 1 ? ` One operation is under way: ${c.labels.type(ops[0].type)}.` : ` ${ops.length} operations are under way.`;
  return text + under + keptAlive(c) + nextTimer(c);
}

const phaseBegins = {
  main: () => 'The main script runs, before the loop starts.',
  timers: timersBegin,
  poll: pollBegin,
  pending: (c) => oneOrMany(c.waiting('pending'), 'Pending phase: no I/O callback was put off.', 'Pending phase: one I/O callback was put off to here.',
    'Pending phase: % I/O callbacks were put off to here.'),
  idle: () => "Idle and prepare: Node's own preparations before it polls.",
  prepare: () => "Idle and prepare: Node's own preparations before it polls.",
  check: (c) => oneOrMany(c.waiting('check'), 'Check phase: no immediate waits.', 'Check phase: one immediate waits.',
    'Check phase: % immediates wait; they run in the order in which they were queued.'),
  closing: (c) => oneOrMany(c.waiting('closing'), 'Closing phase: nothing is to be closed.', 'Closing phase: one close callback waits.',
    'Closing phase: % close callbacks wait.'),
};

function phase(c) {
  const name = phaseNames[c.record.detail];
  if (!(c.record.flags & flag.end)) return phaseBegins[name]?.(c) ?? '';
  if (name === 'main') return 'The main script and what it left in the queues are done; the loop takes over.';
  if (name !== 'poll') return `The phase ${phaseWord(name)} is over.`;
  return c.record.id > 0 ? `Poll is over: the loop was asleep for ${duration(c.record.id)} of it.` : 'Poll is over: the loop did not sleep.';
}

function returned(c) {
  const name = c.functionName(c.record.place);
  if (c.record.flags & flag.suspend) return `${name} is suspended: it leaves the stack and goes on later.`;
  return c.record.flags & flag.throws ? `${name} is left by an exception.` : `${name} returns.`;
}

function operation(c) {
  const { record } = c, what = c.labels.type(record.type), known = c.loop.ops.get(record.id);
  switch (opStates[record.detail]) {
    case 'start': return `${what} is handed away${c.at(record.place)}; JavaScript does not wait for it.`;
    case 'queued': {
      const busy = c.state.slots.filter((id) => id !== 0).length;
      return busy < 4 ? `${what} is handed to the thread pool.` : `${what} waits for the thread pool, where ${busy} operations run.`;
    }
    case 'running':
      return `${what} runs on thread ${record.value} of the pool${known && known.startedAt < record.time ? `, ${duration(record.time - known.startedAt)} after it was asked for` : ''}.`;
    default: return `${what} is done.`;
  }
}

function handle(c) {
  const { record } = c, what = c.labels.handle({ type: record.type, on: record.value }), place = c.labels.place(record.place);
  const name = place === '' ? what : `${what}, made at ${place},`;
  switch (handleStates[record.detail]) {
    case 'active': return `${name} is open as the loop goes to sleep, and keeps the program alive.`;
    case 'unref': return `${name} is open as the loop goes to sleep, but does not keep the program alive: it is unreferenced.`;
    case 'idle': return `${name} is open as the loop goes to sleep, but waits for nothing: it does not keep the program alive.`;
    default: return `${name} is being closed.`;
  }
}

function promise(c) {
  switch (promiseStates[c.record.detail]) {
    case 'pending': return `A promise is made${c.at(c.record.place)}; it is pending.`;
    case 'fulfilled': return 'A promise is fulfilled.';
    case 'rejected': return 'A promise is rejected.';
    default: return 'A rejected promise is handled.';
  }
}

const printed = (c) => plainText(c.recording.texts[c.record.place] ?? '').split('\n')[0].trim();
/** Nothing was told since the line began: it still runs. */
function line(c) {
  const site = c.labels.site(c.record.place), where = `Line ${site.line} of ${baseName(c.recording.scripts[site.script])}`;
  return c.time < c.record.time + 1000 ? `${where} is about to run.` : `${where} has been running for ${duration(c.time - c.record.time)}.`;
}

const shortened = (line) => (line.length > 60 ? `${line.slice(0, 59)}…` : line);
/** Without the codes that colour it on a terminal. */
export const plainText = (text) => text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '');

function exit(c) {
  switch (c.loop.ended?.reason) {
    case 'stopped': return 'The program was stopped.';
    case 'uncaught': return `An error that nobody caught ended the program, with exit code ${c.record.value}.`;
    case 'out-of-memory': return 'The program ran out of memory and was ended.';
    default: return `The program has ended with exit code ${c.record.value}.`;
  }
}

const sentences = {
  phase, promise, handle, exit, op: operation, return: returned,
  enqueue: explainEnqueue, begin: explainBegin, end: explainEnd, cancel: explainCancel,
  call: (c) => `${c.functionName(c.record.place)} ${c.record.flags & flag.resume ? 'goes on where it was suspended' : 'is called'}.`,
  line,
  gc: (c) => `Garbage collection: ${duration(c.record.id)} during which no JavaScript ran.`,
  console: (c) => `console prints “${shortened(printed(c))}”.`,
  stdout: (c) => `The program writes “${shortened(printed(c))}”.`,
  stderr: (c) => `The program writes “${shortened(printed(c))}”.`,
  lost: (c) => `${c.record.id} records were dropped here: what happened in them is not known.`,
};

function hueOfRecord({ record, loop, labels }) {
  const type = labels.type(record.type);
  switch (record.kind) {
    case 'phase': return hueOfPhase(phaseNames[record.detail]);
    case 'enqueue': case 'begin': return labels.hueOf(record);
    case 'handle': return 'poll';
    case 'op': return hueOfOperation(type);
    case 'promise': return 'reaction';
    case 'gc': case 'lost': return record.kind;
  }
  const callback = loop.callback();
  return callback ? hueOfQueue(callback.queue, labels.type(callback.type)) : hueOfPhase(loop.phase);
}
