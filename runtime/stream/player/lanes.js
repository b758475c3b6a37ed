// The rows of the timeline from top to bottom, and what a bar in them means.

import { flag, phaseNames } from './data.js';
import { lastUpTo, plainText } from './explain.js';
import { duration, hueOfOperation, hueOfPhase, phaseWord } from './labels.js';

export const rulerHeight = 22, rowHeight = 16, rowGap = 2, overviewHeight = 22;

/** [{ name, kind, track, top }] for the loop of `thread`; `name` only in the first of several rows. On a phone the most important. */
export function lanesOf({ survey, thread }, isNarrow) {
  const rows = [];
  const add = (name, kind, owner, count) => {
    for (let row = 0; row < count; row++) rows.push({ name: row === 0 ? name : '', kind, track: survey.track(owner, kind, row) });
  };
  add('Phases', 'phases', thread, 1);
  add('Callbacks', 'callbacks', thread, isNarrow ? 1 : Math.max(1, Math.min(2, survey.rows(thread, 'callbacks'))));
  add('Ticks and jobs', 'drains', thread, 1);
  if (!isNarrow) add('Functions', 'functions', thread, Math.min(2, survey.rows(thread, 'functions')));
  add('Thread pool', 'pool', 0, Math.min(isNarrow ? 1 : 8, survey.poolRows));
  if (!isNarrow) add('Garbage', 'gc', thread, survey.rows(thread, 'gc'));
  add('Output', 'output', 0, 1);
  return rows.map((row, i) => ({ ...row, top: rulerHeight + 4 + i * (rowHeight + rowGap) }));
}

export const heightOf = (lanes) => rulerHeight + 4 + lanes.length * (rowHeight + rowGap) + 4 + overviewHeight;

/** How long the loop slept in a phase that began then; 0 if it did not. */
function sleepOf(from, { survey, thread }) {
  const asleep = survey.track(thread, 'asleep'), i = lastUpTo(asleep.from, from);
  return i >= 0 && asleep.from[i] === from ? asleep.to[i] - from : 0;
}

/** { text, hue, quiet } of bar `i` of a row; `asleep` is for how many ns from its begin on the loop slept. */
export function lookOf(lane, i, moment) {
  const { recording, labels, thread } = moment, record = recording.at(lane.track.record[i]), type = labels.type(record.type);
  const quiet = (record.flags & flag.internal) !== 0;
  switch (lane.kind) {
    case 'phases': {
      const phase = phaseNames[record.detail], asleep = phase === 'poll' ? sleepOf(lane.track.from[i], moment) : 0;
      return { text: phaseWord(phase), hue: hueOfPhase(phase), quiet, asleep };
    }
    case 'callbacks': case 'drains': return { text: labels.function(record.place) || labels.kind(record, thread), hue: labels.hueOf(record), quiet };
    case 'functions': return { text: labels.function(record.place) || labels.place(record.place) || 'function', hue: 'main', quiet };
    case 'pool': return { text: type, hue: hueOfOperation(type), quiet };
    case 'gc': return { text: 'garbage collection', hue: 'gc', quiet };
    default: {
      const text = plainText(recording.texts[record.place] ?? '').trim().split('\n')[0], isError = record.kind === 'stderr';
      return { text, hue: isError ? 'lost' : 'main', quiet, isError };
    }
  }
}

/** What the tip says of it. */
export function tipOf(lane, i, moment) {
  const { text, quiet, isError, asleep } = lookOf(lane, i, moment), { from, to } = lane.track;
  if (lane.kind === 'output') return `${isError ? 'stderr: ' : ''}${text}`;
  const took = duration((to[i] ?? moment.recording.end) - from[i]);
  return `${text} · ${took}${asleep ? `, asleep ${duration(asleep)}` : ''}${quiet ? ' · Node’s own' : ''}`;
}
