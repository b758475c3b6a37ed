// The sentences on callbacks: that they wait, begin, end or are cancelled. A context `c` is what explain.js makes.

import { flag } from './data.js';
import { queueOf } from './fold.js';
import { dueOf, duration, queueWord } from './labels.js';

/** ", behind 2 others". */
const behind = (others) => (others === 0 ? '' : others === 1 ? ', behind one other' : `, behind ${others} others`);

export function explainEnqueue(c) {
  const { record } = c, queue = queueOf(record), at = c.at(record.place), isInternal = (record.flags & flag.internal) !== 0;
  const line = c.loop.waiting(queue), callback = line.find(record.id), others = Math.max(0, line.size - 1);
  const kind = callback ? c.labels.kind(callback, c.thread) : '';
  switch (queue) {
    case 'timers': return `${record.flags & flag.repeat ? 'An interval' : 'A timer'} of ${Math.max(1, record.value)} ms is armed${at}.`;
    case 'check': return `An immediate is queued${at}: it waits for the check phase${behind(others)}.`;
    case 'nextTick':
      if (isInternal) return at === '' ? 'Node itself queues a tick.' : `Node itself queues a tick, for the call${at}.`;
      return `process.nextTick${at} queues a tick${behind(others)}; ticks run before the loop goes on.`;
    case 'microtask': return `A promise job (${kind}) is queued${at}${behind(others)}.`;
    case 'poll': // an operation ends once; a socket or server has news again and again
      return `${kind} ${c.survey.operation(c.thread, record.id) ? 'is complete' : 'has news'}: its callback is handed to the loop.`;
    case 'closing': return `A close callback is queued${at}: it waits for the closing phase.`;
    default: return 'A callback is put off to the pending phase of the next iteration.';
  }
}

/** A fact worth saying of a callback that the loop starts: nothing is left to drain. */
function drained(c) {
  const isClear = c.loop.stack.length === 1 && c.waiting('nextTick') + c.waiting('microtask') === 0;
  return isClear ? ' The stack was empty, and so are both queues between callbacks.' : '';
}

/** The function's name; else whose callback it is; and whether it is Node's own. */
function runningName(c, frame) {
  if (frame.site === 0) return `The callback of ${c.labels.kind(frame, c.thread, frame.queue)}${c.at(frame.place)}`;
  const name = c.functionName(frame.site);
  return frame.flags & flag.internal ? `Node's own ${name}` : name;
}

function beginTimer(frame, name) {
  if (frame.enqueuedAt === null && frame.ms === 0) return `${name} runs now, in the timers phase.`;
  const ms = Math.max(1, frame.ms), due = dueOf({ since: frame.enqueuedAt, ms });
  if (frame.since >= due) return `${name} runs now: its ${ms} ms passed ${duration(frame.since - due)} ago.`;
  return `${name} runs now: its timer was set to ${ms} ms, ${duration(frame.since - frame.enqueuedAt)} ago. (Node counts from when the loop last read the clock.)`;
}

function beginMicrotask(c, frame, name) {
  const waited = frame.enqueuedAt === null ? '' : ` It was in the queue for ${duration(frame.since - frame.enqueuedAt)}.`;
  switch (c.labels.type(frame.type)) {
    case 'await': return `${name} goes on after its await: the awaited promise has settled.${waited}`;
    case 'thenable': return `${name} is called, because a promise was resolved with a thenable.${waited}`;
    case 'queueMicrotask': return `${name} runs now: queueMicrotask asked for it.${waited}`;
    default: return `${name} runs now: the promise it was waiting for has settled.${waited}`;
  }
}

export function explainBegin(c) {
  const frame = c.loop.callback();
  if (!frame || frame.id !== c.record.id) return 'A callback begins.';
  const name = runningName(c, frame), ago = frame.enqueuedAt === null ? '' : duration(frame.since - frame.enqueuedAt);
  switch (frame.queue) {
    case 'timers': return beginTimer(frame, name) + drained(c);
    case 'check':
      return (ago === '' ? `${name} runs now: the loop is in the check phase.`
        : `${name} runs now, in the check phase: setImmediate asked for it ${ago} ago.`) + drained(c);
    case 'nextTick':
      return frame.flags & flag.internal || ago === '' ? `${name} runs now, from the nextTick queue.`
        : `${name} runs now: process.nextTick asked for it ${ago} ago, and the loop waits until its queue is empty.`;
    case 'microtask': return beginMicrotask(c, frame, name);
    case 'poll':
      return `${name} runs now, in the poll phase${frame.site === 0 ? '' : `: ${c.labels.kind(frame, c.thread, 'poll')} has news`}.${drained(c)}`;
    default: return `${name} runs now, in the ${frame.queue} phase.${drained(c)}`;
  }
}

/** How many wait that are the user's. */
const usersOwn = (line) => [...line.values()].filter((one) => !(one.flags & flag.internal)).length;

function jobs(ticks, microtasks) {
  const t = ticks === 1 ? 'one tick' : `${ticks} ticks`, m = microtasks === 1 ? 'one promise job' : `${microtasks} promise jobs`;
  if (ticks === 0) return m;
  return microtasks === 0 ? t : `${t} and ${m}`;
}

/** "The callback of timeout 10 ms at app.js:3 has ended." */
function ended(c) {
  const made = c.survey.origin(c.thread, c.record.id, c.record.index);
  if (made?.kind !== 'enqueue') return 'The callback has ended.';
  if (made.flags & flag.internal) return "Node's own callback has ended.";
  const callback = { id: made.id, type: made.type, ms: queueOf(made) === 'timers' ? made.value : 0 };
  return `The callback of ${c.labels.kind(callback, c.thread)}${c.at(made.place)} has ended.`;
}

export function explainEnd(c) {
  const text = c.record.flags & flag.throws ? 'The callback ended with an exception.' : ended(c);
  if (c.loop.stack.length > 0) return text;
  if (c.waiting('nextTick') + c.waiting('microtask') === 0) return `${text} Nothing waits in the queues between callbacks.`;
  const ticks = usersOwn(c.loop.waiting('nextTick')), microtasks = usersOwn(c.loop.waiting('microtask'));
  if (ticks + microtasks === 0) return `${text} To run before the loop goes on: only what is Node's own.`;
  return `${text} To run before the loop goes on: ${jobs(ticks, microtasks)}.`;
}

export function explainCancel(c) {
  const queue = queueOf(c.record), made = c.survey.origin(c.thread, c.record.id, c.record.index), at = made ? c.at(made.place) : '';
  if (at === '') return `A callback that waited in ${queueWord(queue)} is cancelled: it will not run.`;
  if (queue === 'timers') return `The timer armed${at} is cancelled: it will not run.`;
  return `The ${queue === 'check' ? 'immediate' : 'callback'} queued${at} is cancelled: it will not run.`;
}
