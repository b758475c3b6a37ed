// Draws the timeline on a canvas: bars of what is in view, folded where they are narrower than a pixel.

import { lastUpTo } from './explain.js';
import { duration } from './labels.js';
import { heightOf, lookOf, overviewHeight, rowHeight, rulerHeight } from './lanes.js';

const leastBar = 2; // px

/** Pixels from times and back. `plot` is where the bars are, from .. to. */
export class Axis {
  constructor(view, plot) { Object.assign(this, { view, plot }); }
  x(time) { return this.plot.from + ((time - this.view.from) / (this.view.to - this.view.from)) * (this.plot.to - this.plot.from); }
  time(x) { return this.view.from + ((x - this.plot.from) / (this.plot.to - this.plot.from)) * (this.view.to - this.view.from); }
}

/** Everything, on `canvas` of this width. `colours` by name, as the page's style has them. */
export function paint(canvas, { lanes, axis, whole, moment, colours, width }) {
  const height = heightOf(lanes), scale = devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale)) {
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.style.height = `${height}px`;
  }
  const g = canvas.getContext('2d');
  g.setTransform(scale, 0, 0, scale, 0, 0);
  g.fillStyle = colours.panel;
  g.fillRect(0, 0, width, height);
  g.textBaseline = 'middle';
  const p = { g, axis, moment, colours, width, height, lanesBottom: height - overviewHeight };
  p.tag = cursorTag(p);
  paintRuler(p);
  for (const lane of lanes) paintLane(p, lane);
  paintLost(p);
  paintOverview(p, lanes, whole);
  paintCursor(p, whole);
}

const font = (p, size, weight = 400) => { p.g.font = `${weight} ${size}px ${p.colours.sans}`; };

/** Distances between ticks are 1, 2 or 5 of a decimal. */
function tickStep(axis) {
  const wanted = ((axis.view.to - axis.view.from) / (axis.plot.to - axis.plot.from)) * 96, decimal = 10 ** Math.floor(Math.log10(Math.max(1, wanted)));
  return decimal * ([1, 2, 5].find((n) => n * decimal >= wanted) ?? 10);
}
export function timeText(ns, step) {
  const [unit, size] = step >= 1e9 || ns >= 1e11 ? ['s', 1e9] : ['ms', 1e6];
  return `${(ns / size).toFixed(Math.max(0, Math.ceil(Math.log10(size / step) - 1e-9)))} ${unit}`;
}

function paintRuler(p) {
  const { g, axis, colours } = p, step = tickStep(axis);
  g.fillStyle = colours.raised;
  g.fillRect(0, 0, p.width, rulerHeight);
  font(p, 11);
  for (let time = Math.ceil(axis.view.from / step) * step; time <= axis.view.to; time += step) {
    const x = Math.round(axis.x(time)) + 0.5, text = timeText(time, step);
    g.fillStyle = colours.border;
    g.fillRect(x - 0.5, 0, 1, p.lanesBottom);
    g.fillStyle = colours.faint;
    const right = x + 4 + g.measureText(text).width;
    if (right <= p.width && (right < p.tag.left - 4 || x > p.tag.left + p.tag.width)) g.fillText(text, x + 4, rulerHeight / 2 + 1);
  }
}

function paintLane(p, lane) {
  const { g, axis, colours, moment } = p, { track, top } = lane;
  g.save();
  g.beginPath();
  g.rect(axis.plot.from, top, axis.plot.to - axis.plot.from + 2, rowHeight);
  g.clip();
  let right = -Infinity; // of the last bar
  for (let i = Math.max(0, lastUpTo(track.from, axis.view.from)); i < track.size && track.from[i] <= axis.view.to; i++) {
    const from = axis.x(track.from[i]), to = axis.x(track.to[i] ?? moment.recording.end);
    if (to < axis.plot.from - leastBar || Math.max(to, from + leastBar) < right + 0.5) continue;
    const x = Math.max(from, right), bar = { x, width: Math.max(to, from + leastBar) - x };
    right = x + bar.width;
    paintBar(p, lane, i, bar);
  }
  g.restore();
  if (lane.name === '') return;
  font(p, 12);
  g.fillStyle = colours.muted;
  g.textAlign = 'right';
  g.fillText(lane.name, axis.plot.from - 10, top + rowHeight / 2 + 0.5, axis.plot.from - 14);
  g.textAlign = 'left';
}

function paintBar(p, lane, i, { x, width }) {
  const { g, colours, moment } = p, look = lookOf(lane, i, moment), colour = look.quiet ? colours.faint : colours.hue(look.hue), { top } = lane;
  g.fillStyle = g.strokeStyle = colour;
  if (lane.kind === 'output') return paintOutput(g, look, x, top);
  const isPlain = width < 5;
  g.globalAlpha = isPlain ? (look.quiet ? 0.6 : 0.95) : look.quiet ? 0.18 : 0.32;
  g.beginPath();
  g.roundRect(x, top, width, rowHeight, Math.min(3, width / 2));
  g.fill();
  g.globalAlpha = 1;
  if (isPlain) return;
  g.beginPath();
  g.roundRect(x + 0.5, top + 0.5, width - 1, rowHeight - 1, 3);
  g.stroke();
  const sleepEnd = look.asleep ? p.axis.x(lane.track.from[i] + look.asleep) : x;
  if (sleepEnd - x > 6) hatch(g, x + 1, top + 1, sleepEnd - x - 1, rowHeight - 2, colour, 7);
  const from = Math.max(x, p.axis.plot.from) + 6, room = Math.min(x + width, p.axis.plot.to) - from - 4;
  if (room < 24) return;
  font(p, 11, 500);
  const long = look.asleep ? `${look.text} · asleep ${duration(look.asleep)}` : look.text, text = g.measureText(long).width <= room ? long : fitted(g, look.text, room);
  if (look.asleep) paintPlate(p, { x: from - 4, y: top + 1, width: g.measureText(text).width + 8, colour });
  g.fillStyle = colours.text;
  g.fillText(text, from, top + rowHeight / 2 + 1);
}

/** Keeps hatching away from a text. */
function paintPlate({ g, colours }, { x, y, width, colour }) {
  g.fillStyle = colours.panel;
  g.fillRect(x, y, width, rowHeight - 2);
  g.globalAlpha = 0.32;
  g.fillStyle = colour;
  g.fillRect(x, y, width, rowHeight - 2);
  g.globalAlpha = 1;
}

/** What was written is a stroke; with a head if it went to stderr. */
function paintOutput(g, look, x, top) {
  g.fillRect(x, top + 2, 2, rowHeight - 4);
  if (!look.isError) return;
  g.beginPath();
  g.moveTo(x - 3, top + 1);
  g.lineTo(x + 5, top + 1);
  g.lineTo(x + 1, top + 7);
  g.fill();
}

function fitted(g, text, room) {
  if (g.measureText(text).width <= room) return text;
  let length = text.length;
  while (length > 0 && g.measureText(`${text.slice(0, length)}…`).width > room) length--;
  return length < 2 ? '' : `${text.slice(0, length)}…`;
}

function hatch(g, x, y, width, height, colour, step) {
  g.save();
  g.beginPath();
  g.rect(x, y, width, height);
  g.clip();
  g.strokeStyle = colour;
  g.globalAlpha = 0.5;
  g.beginPath();
  for (let at = x - height - (x % step); at < x + width; at += step) {
    g.moveTo(at, y + height);
    g.lineTo(at + height, y);
  }
  g.stroke();
  g.restore();
}

/** Lost records are hatched across all rows. */
function paintLost(p) {
  const { survey, thread } = p.moment, lost = survey.track(thread, 'lost');
  for (let i = 0; i < lost.size; i++) {
    const from = Math.max(p.axis.x(lost.from[i]), p.axis.plot.from), to = Math.min(Math.max(p.axis.x(lost.to[i] ?? p.moment.recording.end), from + 3), p.axis.plot.to);
    if (to > from) hatch(p.g, from, rulerHeight, to - from, p.lanesBottom - rulerHeight, p.colours.hue('lost'), 5);
  }
}

/** The whole run, with a frame around what is in view. */
function paintOverview(p, lanes, whole) {
  const { g, axis, colours, moment } = p, all = new Axis(whole, axis.plot), top = p.height - overviewHeight + 5, { from, to } = axis.plot;
  g.fillStyle = colours.raised;
  g.fillRect(from, top, to - from, 13);
  const rows = { phases: [top + 1, 3], callbacks: [top + 5, 3], drains: [top + 9, 3] };
  for (const lane of lanes) {
    if (!rows[lane.kind] || lane.name === '') continue;
    let right = -Infinity;
    for (let i = 0; i < lane.track.size; i++) {
      const x = all.x(lane.track.from[i]), end = Math.max(all.x(lane.track.to[i] ?? moment.recording.end), x + 1);
      if (end < right + 0.5) continue;
      right = end;
      const look = lookOf(lane, i, moment);
      g.fillStyle = look.quiet ? colours.faint : colours.hue(look.hue);
      g.fillRect(x, rows[lane.kind][0], end - x, rows[lane.kind][1]);
    }
  }
  const left = Math.max(from, all.x(axis.view.from)), right = Math.min(to, all.x(axis.view.to));
  g.strokeStyle = colours.borderStrong;
  g.strokeRect(left + 0.5, top - 0.5, Math.max(4, right - left) - 1, 14);
}

function paintCursor(p, whole) {
  const { g, axis, colours, moment } = p, x = axis.x(moment.time), all = new Axis(whole, axis.plot);
  g.fillStyle = colours.accent;
  g.fillRect(all.x(moment.time) - 1, p.height - overviewHeight + 5, 2, 13);
  if (x < axis.plot.from - 1 || x > axis.plot.to + 1) return;
  g.fillRect(x - 1, rulerHeight - 2, 2, p.lanesBottom - rulerHeight + 2);
  font(p, 11, 600);
  g.beginPath();
  g.roundRect(p.tag.left, 2, p.tag.width, rulerHeight - 4, 4);
  g.fill();
  g.fillStyle = colours.onAccent;
  g.fillText(p.tag.text, p.tag.left + 6, rulerHeight / 2 + 1);
}

/** The time at the cursor, in the ruler. */
function cursorTag(p) {
  font(p, 11, 600);
  const x = p.axis.x(p.moment.time), text = timeText(p.moment.time, tickStep(p.axis) / 1000), width = p.g.measureText(text).width + 12;
  return { text, width, left: Math.min(Math.max(x - width / 2, 2), p.width - width - 2) };
}
