// The ring of phases in libuv's order, the current one lit, and what waits in each.

import { flag } from './data.js';
import { svg } from './dom.js';
import { dueOf, duration, hueOfPhase, hueOfQueue, shapes } from './labels.js';

const centre = { x: 200, y: 182 }, radius = 106, thickness = 18, labelRadius = radius + 23, gap = 5;

/** Degrees clockwise from 12 o'clock. Where things happen is wide. */
const segments = [
  { phase: 'pending', title: 'pending', start: 0, span: 38, queue: 'pending' },
  { phase: 'idle', title: 'idle, prepare', start: 38, span: 34, queue: null },
  { phase: 'poll', title: 'poll', start: 72, span: 108, queue: 'poll' },
  { phase: 'check', title: 'check', start: 180, span: 72, queue: 'check' },
  { phase: 'closing', title: 'closing', start: 252, span: 44, queue: 'closing' },
  { phase: 'timers', title: 'timers', start: 296, span: 64, queue: 'timers' },
];

function onCircle(r, degrees) {
  const angle = ((degrees - 90) * Math.PI) / 180;
  return { x: centre.x + Math.cos(angle) * r, y: centre.y + Math.sin(angle) * r };
}

function arc(from, to, width, className) {
  const a = onCircle(radius, from), b = onCircle(radius, to);
  const d = `M${a.x.toFixed(2)} ${a.y.toFixed(2)}A${radius} ${radius} 0 ${to - from > 180 ? 1 : 0} 1 ${b.x.toFixed(2)} ${b.y.toFixed(2)}`;
  return svg('path', { d, class: className, 'stroke-width': width });
}

const isCurrent = (loop, phase) => loop.phase !== null && hueOfPhase(loop.phase) === phase;

/** The callbacks that are shown: Node's own only if asked for. */
export const shownOf = (line, moment) => [...line.values()].filter((one) => moment.showsInternal || !(one.flags & flag.internal));

/** What is said under a phase's name. */
function noteOf(phase, { loop, time }, waiting) {
  if (phase === 'timers') {
    const due = waiting.filter((one) => dueOf(one) <= time).length;
    return due === 0 ? '' : `${due} due`;
  }
  if (phase !== 'poll') return '';
  if (isCurrent(loop, 'poll') && loop.stack.length === 0 && time > loop.phaseSince) return `for ${duration(time - loop.phaseSince)}`;
  return loop.lastSleep > 0 ? `slept ${duration(loop.lastSleep)}` : '';
}

/** Marks of what waits, in a row from `x` on to the right, or to the left; the rest as a number. */
function marks(waiting, queue, labels, x, y, isRight) {
  const most = 6, step = 16, shown = waiting.slice(0, waiting.length > most ? most - 1 : most);
  const at = (i) => (isRight ? x + i * step : x - 12 - i * step);
  const items = shown.map((one, i) => svg('path', { d: shapes[hueOfQueue(queue, labels.type(one.type))], class: 'mark', transform: `translate(${at(i)} ${y})` }));
  if (shown.length < waiting.length)
    items.push(svg('text', { class: 'note', x: isRight ? at(shown.length) : at(shown.length - 1) - 4, y: y + 10.5, 'text-anchor': isRight ? 'start' : 'end' },
      `+${waiting.length - shown.length}`));
  return items;
}

function segment({ phase, title, start, span, queue }, moment) {
  const { loop, labels } = moment, lit = isCurrent(loop, phase), middle = start + span / 2, isRight = middle < 180;
  const waiting = queue ? shownOf(loop.waiting(queue), moment) : [];
  const note = noteOf(phase, moment, waiting), height = 16 + (note ? 15 : 0) + (waiting.length > 0 ? 18 : 0);
  const anchor = onCircle(labelRadius, middle);
  // Above the middle a label grows upwards, below it downwards, so that it never touches the ring.
  const top = anchor.y - (height / 2) * (1 - (0.85 * (anchor.y - centre.y)) / (labelRadius));
  const align = { x: anchor.x, 'text-anchor': isRight ? 'start' : 'end' };
  const noteTop = top + 16 + (waiting.length > 0 ? 18 : 0);
  return svg('g', { 'data-hue': hueOfPhase(phase), class: lit ? 'segment lit' : 'segment' },
    lit && arc(start + gap / 2, start + span - gap / 2, thickness + 12, 'halo'),
    arc(start + gap / 2, start + span - gap / 2, thickness, 'arc'),
    lit && pointer(middle),
    svg('text', { ...align, y: top + 12, class: 'phase' }, title),
    marks(waiting, queue, labels, anchor.x, top + 18, isRight),
    note && svg('text', { ...align, y: noteTop + 12, class: 'note' }, note));
}

/** From within the ring at the current phase. */
function pointer(degrees) {
  const tip = radius - thickness / 2 - 9;
  return svg('path', { class: 'pointer', d: `M0 ${-tip}L7 ${-tip + 11}H-7Z`, transform: `translate(${centre.x} ${centre.y}) rotate(${degrees})` });
}

function mainScript(loop) {
  const lit = loop.phase === 'main', width = 136, x = centre.x - width / 2;
  return svg('g', { 'data-hue': 'main', class: lit ? 'main lit' : 'main' },
    svg('rect', { x, y: 14, width, height: 26, rx: 13 }),
    svg('path', { d: shapes.main, class: 'mark', transform: `translate(${x + 15} 21)` }),
    svg('text', { x: x + 34, y: 31.5, class: 'phase' }, 'main script'),
    svg('path', { d: `M${centre.x} 43V58M${centre.x - 4} 54.5L${centre.x} 60L${centre.x + 4} 54.5`, class: 'way' }));
}

function centreText({ loop }) {
  const [number, word] = loop.ended ? [loop.ended.code, 'exit code'] : [loop.iteration, 'iteration'];
  return [svg('text', { x: centre.x, y: centre.y + 6, class: 'number', 'text-anchor': 'middle' }, String(number)),
    svg('text', { x: centre.x, y: centre.y + 26, class: 'note', 'text-anchor': 'middle' }, word)];
}

/** What the picture says, in words. */
function inWords(moment) {
  const { loop } = moment;
  const waits = segments.filter(({ queue }) => queue).map(({ title, queue }) => [title, shownOf(loop.waiting(queue), moment).length])
    .filter(([, n]) => n > 0).map(([title, n]) => `${n} in ${title}`);
  const where = loop.ended ? `The loop has ended with exit code ${loop.ended.code}`
    : `${loop.phase ? `Phase ${loop.phase === 'main' ? 'main script' : loop.phase}` : 'Between two phases'}, iteration ${loop.iteration}`;
  return `${where}. ${waits.length > 0 ? `Waiting: ${waits.join(', ')}.` : 'Nothing waits in the phases.'}`;
}

export function ring(moment) {
  return svg('svg', { viewBox: '0 0 400 330', class: moment.loop.ended ? 'ring ended' : 'ring', role: 'img', 'aria-label': inWords(moment) },
    segments.map((one) => segment(one, moment)), mainScript(moment.loop), centreText(moment));
}
