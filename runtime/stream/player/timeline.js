// The timeline as something to look at and to handle: what is in view, pointer, wheel, tips.

import { find } from './dom.js';
import { lastUpTo } from './explain.js';
import { heightOf, lanesOf, overviewHeight, rowHeight, tipOf } from './lanes.js';
import { Axis, paint } from './paint.js';

const leastSpan = 200; // ns in view

export class Timeline {
  #canvas = find('timeline');
  #pointers = new Map(); // pointer -> x
  #drags = null; // 'cursor', 'view' or 'pinch'

  constructor(playhead, colours) {
    Object.assign(this, { playhead, colours, lanes: [], width: 0 });
    const { start, end } = playhead.recording, edge = (end - start) * 0.01;
    this.whole = { from: start, to: end + edge };
    this.view = { ...this.whole };
    new ResizeObserver(() => this.draw()).observe(this.#canvas.parentElement);
    this.#listen();
  }

  show(moment) {
    this.moment = moment;
    this.#follow(moment.time);
    this.draw();
    const { recording } = moment;
    for (const [name, value] of [['valuemin', recording.start], ['valuemax', recording.end], ['valuenow', moment.time]])
      this.#canvas.setAttribute(`aria-${name}`, String(Math.round(value) / 1e6));
    this.#canvas.setAttribute('aria-valuetext', `${(moment.time / 1e6).toFixed(3)} ms`);
  }

  draw() {
    this.width = this.#canvas.parentElement.clientWidth;
    if (!this.moment || this.width === 0) return;
    this.lanes = lanesOf(this.moment, this.width < 600);
    paint(this.#canvas, { lanes: this.lanes, axis: this.#axis(), whole: this.whole, moment: this.moment, colours: this.colours, width: this.width });
  }

  /** Shows `factor` times as much, around the time `around`. */
  zoom(factor, around = this.moment.time) {
    const { from, to } = this.view, span = Math.min(Math.max((to - from) * factor, leastSpan), this.whole.to - this.whole.from);
    const at = around < from || around > to ? 0.5 : (around - from) / (to - from);
    this.#look(around - span * at, span);
  }
  showAll() { this.#look(this.whole.from, this.whole.to - this.whole.from); }

  #axis(view = this.view) { return new Axis(view, { from: this.width < 600 ? 92 : 112, to: this.width - 10 }); }
  #look(from, span) {
    const left = Math.min(Math.max(from, this.whole.from), this.whole.to - span);
    this.view = { from: left, to: left + span };
    this.draw();
  }
  /** What is in view goes along when the cursor leaves it. */
  #follow(time) {
    const { from, to } = this.view, span = to - from;
    if (this.#drags || (time >= from && time <= to)) return;
    const left = Math.min(Math.max(time - span * (time > to ? 0.2 : 0.8), this.whole.from), this.whole.to - span);
    this.view = { from: left, to: left + span };
  }

  #listen() {
    const canvas = this.#canvas;
    canvas.addEventListener('wheel', (event) => this.#wheel(event), { passive: false });
    canvas.addEventListener('pointerdown', (event) => this.#press(event));
    canvas.addEventListener('pointermove', (event) => this.#move(event));
    for (const name of ['pointerup', 'pointercancel']) canvas.addEventListener(name, (event) => this.#release(event));
    canvas.addEventListener('pointerleave', () => this.#tip(null));
  }
  #wheel(event) {
    event.preventDefault();
    const turn = event.deltaMode === 1 ? 16 : 1, span = this.view.to - this.view.from;
    const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY);
    if (sideways) this.#look(this.view.from + ((event.deltaX || event.deltaY) * turn * span) / this.width, span);
    else this.zoom(1.0025 ** (event.deltaY * turn), this.#axis().time(event.offsetX));
  }

  #press(event) {
    if (event.button > 1) return;
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pointers.set(event.pointerId, event.offsetX);
    const isOverview = event.offsetY > heightOf(this.lanes) - overviewHeight;
    this.#drags = this.#pointers.size > 1 ? 'pinch' : isOverview || event.button === 1 ? 'view' : 'cursor';
    this.playhead.pause();
    this.#drag(event, event.offsetX);
  }
  #move(event) {
    if (!this.#pointers.has(event.pointerId)) return this.#tip(event);
    this.#drag(event, this.#pointers.get(event.pointerId));
  }
  #drag(event, before) {
    const x = event.offsetX, span = this.view.to - this.view.from, axis = this.#axis();
    if (this.#drags === 'cursor') this.playhead.moveToTime(axis.time(x));
    else if (this.#drags === 'view' && event.buttons === 4) this.#look(this.view.from + axis.time(before) - axis.time(x), span);
    else if (this.#drags === 'view') this.#look(this.#axis(this.whole).time(x) - span / 2, span);
    else this.#pinch(event.pointerId, before, x);
    this.#pointers.set(event.pointerId, x);
  }
  #pinch(pointer, before, x) {
    const other = [...this.#pointers].find(([id]) => id !== pointer)?.[1];
    if (other === undefined || before === x) return;
    this.zoom(Math.max(8, Math.abs(before - other)) / Math.max(8, Math.abs(x - other)), this.#axis().time(other));
  }
  #release(event) {
    this.#pointers.delete(event.pointerId);
    if (this.#pointers.size === 0) this.#drags = null;
  }

  /** What the pointer is on. */
  #tip(event) {
    const tip = find('tip'), hit = event && this.#hit(event.offsetX, event.offsetY);
    tip.hidden = !hit;
    if (!hit) return;
    tip.textContent = tipOf(hit.lane, hit.index, this.moment);
    tip.style.left = `${Math.max(4, Math.min(event.offsetX + 12, this.width - tip.offsetWidth - 8))}px`;
    const below = hit.lane.top + rowHeight + 4; // or above, where there is no room below
    tip.style.top = `${below + tip.offsetHeight > heightOf(this.lanes) ? hit.lane.top - tip.offsetHeight - 4 : below}px`;
  }
  #hit(x, y) {
    const lane = this.lanes.find(({ top }) => y >= top && y < top + rowHeight), axis = this.#axis();
    if (!lane || x < axis.plot.from) return null;
    for (let index = lastUpTo(lane.track.from, axis.time(x + 2)); index >= 0 && index > lastUpTo(lane.track.from, axis.time(x - 6)) - 2; index--) {
      const from = axis.x(lane.track.from[index]), to = axis.x(lane.track.to[index] ?? this.moment.recording.end);
      if (x >= from - 2 && x <= Math.max(to, from + 3) + 1) return { lane, index };
    }
    return null;
  }
}
