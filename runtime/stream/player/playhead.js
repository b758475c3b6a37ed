// Where in the recording we look, and the clock that moves it. A cursor means "just after the first n records"; the time may be later
// than the last of them, while nothing was told.

import { isDrained } from './fold.js';
import { lastUpTo } from './explain.js';

/** Time of the program by time of the viewer; 0 stands for one callback a second. */
export const speeds = [0, 0.001, 0.01, 0.1, 0.25, 1, 2, 8];
const callbackPause = 1000; // ms of the viewer
const longestSleep = 500; // ms of the viewer for a loop asleep: nothing is to be seen in it

export class Playhead {
  cursor = 0;
  thread = 0;
  showsInternal = false;
  speed = 0.01;
  isPlaying = false;
  #listeners = [];
  #moment = null;
  #last = 0; // the viewer's clock at the last step
  #since = 0; // ms since the last callback

  constructor(recording, survey, labels) {
    Object.assign(this, { recording, survey, labels });
    this.time = recording.start;
    this.thread = recording.loops()[0]?.index ?? 0;
  }

  onChange(listener) { this.#listeners.push(listener); }
  changed() {
    this.#moment = null;
    for (const listener of this.#listeners) listener();
  }

  /** All that the views show. */
  get moment() {
    const { recording, survey, labels, cursor, time, thread, showsInternal } = this;
    if (!this.#moment) {
      const state = survey.stateAt(cursor);
      this.#moment = { recording, survey, labels, cursor, time, thread, showsInternal, state, loop: state.loop(thread) };
    }
    return this.#moment;
  }

  moveTo(cursor) {
    this.cursor = Math.max(0, Math.min(cursor, this.recording.size));
    this.time = this.cursor === 0 ? this.recording.start : Math.max(this.recording.start, this.recording.times[this.cursor - 1]);
    this.changed();
  }
  moveToTime(time) {
    this.time = Math.max(this.recording.start, Math.min(time, this.recording.end));
    this.cursor = this.recording.cursorAt(this.time);
    this.changed();
  }
  toStart() { this.moveTo(this.survey.stopsOf(this.thread).callbacks[0] ?? 0); }
  toEnd() { this.moveTo(this.recording.size); }

  /** To the next (1) or previous (-1) of 'events' or 'callbacks'; false if there is none. */
  step(what, direction) {
    const stops = this.survey.stopsOf(this.thread)[what];
    const at = lastUpTo(stops, direction > 0 ? this.cursor : this.cursor - 1) + (direction > 0 ? 1 : 0);
    if (at < 0 || at >= stops.length) return false;
    this.moveTo(stops[at]);
    return true;
  }

  look(thread) {
    this.thread = thread;
    this.changed();
  }

  toggle() {
    if (this.isPlaying) this.pause();
    else this.play();
  }
  play() {
    if (this.cursor >= this.recording.size) this.moveTo(0);
    this.isPlaying = true;
    this.#last = performance.now();
    this.#since = 0;
    this.changed();
    requestAnimationFrame((now) => this.#tick(now));
  }
  pause() {
    this.isPlaying = false;
    this.changed();
  }

  #tick(now) {
    if (!this.isPlaying) return;
    const real = Math.max(0, Math.min(now - this.#last, 100));
    this.#last = now;
    if (this.speed === 0) this.#advanceByCallbacks(real);
    else this.#advanceInTime(real);
    if (this.isPlaying) requestAnimationFrame((next) => this.#tick(next));
  }
  #advanceByCallbacks(real) {
    this.#since += real;
    if (this.#since < callbackPause) return;
    this.#since = 0;
    if (!this.step('callbacks', 1)) this.pause();
  }
  #advanceInTime(real) {
    const asleep = this.survey.track(this.thread, 'asleep');
    let time = this.time;
    for (let left = real, rounds = 0; left > 0 && rounds < 1000; rounds++) {
      const at = lastUpTo(asleep.from, time), isAsleep = at >= 0 && asleep.to[at] > time;
      const pace = Math.max(this.speed, isAsleep ? (asleep.to[at] - asleep.from[at]) / (longestSleep * 1e6) : 0) * 1e6; // ns a ms
      const change = isAsleep ? asleep.to[at] : asleep.from[at + 1] ?? Infinity; // not beyond where the pace changes
      const stretch = Math.min(left * pace, Math.max(1, change - time));
      time += stretch;
      left -= stretch / pace;
    }
    this.moveToTime(time);
    if (this.cursor >= this.recording.size) this.pause();
  }
}

/** The tick or promise job that runs now, as it stands in its queue. */
export function runningIn(loop, queue) {
  const frame = loop.callback();
  return frame && isDrained(queue) && frame.queue === queue ? frame : null;
}
