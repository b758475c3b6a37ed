// Puts the page together: reads the recording, makes the views, and hands them each moment.

import { Output } from './console.js';
import { Recording } from './data.js';
import { el, find, isMotionReduced, refill } from './dom.js';
import { explain } from './explain.js';
import { Labels, baseName, duration } from './labels.js';
import { timeText } from './paint.js';
import { Playhead, speeds } from './playhead.js';
import { Source } from './source.js';
import { Stage } from './stage.js';
import { Survey } from './survey.js';
import { Timeline } from './timeline.js';

const root = document.documentElement;

/** The style's colours as the canvas wants them. Read once for each theme. */
class Colours {
  #probe = el('span', { hidden: true });
  #known = new Map();
  constructor() { document.body.append(this.#probe); }
  forget() { this.#known.clear(); }
  of(name) {
    if (!this.#known.has(name)) {
      this.#probe.style.color = `var(--${name})`;
      this.#known.set(name, getComputedStyle(this.#probe).color);
    }
    return this.#known.get(name);
  }
  hue(name) { return this.of(`hue-${name}`); }
  get sans() { return 'system-ui, "Noto Sans", "DejaVu Sans", sans-serif'; }
  get panel() { return this.of('panel'); }
  get raised() { return this.of('raised'); }
  get border() { return this.of('border'); }
  get borderStrong() { return this.of('border-strong'); }
  get text() { return this.of('text'); }
  get muted() { return this.of('muted'); }
  get faint() { return this.of('faint'); }
  get accent() { return this.of('accent'); }
  get onAccent() { return this.of('on-accent'); }
}

class App {
  constructor(recording) {
    const survey = new Survey(recording), labels = new Labels(recording, survey);
    this.recording = recording;
    this.colours = new Colours();
    this.playhead = new Playhead(recording, survey, labels);
    this.source = new Source(recording, labels);
    this.stage = new Stage((site) => this.source.seek(site));
    this.output = new Output(recording, survey);
    this.timeline = new Timeline(this.playhead, this.colours);
    this.#header(recording);
    this.#controls();
    addEventListener('hashchange', () => this.#readFragment());
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#recolour());
    this.playhead.onChange(() => this.#soon());
    this.playhead.toStart();
    this.#readFragment();
    this.#show();
  }

  // Many changes in one frame make one picture.
  #soon() {
    this.frame ??= requestAnimationFrame(() => this.#show());
  }
  #show() {
    cancelAnimationFrame(this.frame);
    this.frame = undefined;
    const { moment, isPlaying } = this.playhead, said = explain(moment);
    this.stage.show(moment);
    this.source.show(moment);
    this.output.show(moment);
    this.timeline.show(moment);
    const sentence = find('sentence');
    sentence.setAttribute('aria-live', isPlaying ? 'off' : 'polite');
    sentence.dataset.hue = said.hue;
    refill(sentence, said.text.split('`').map((piece, i) => (i % 2 === 0 ? piece : el('code', {}, piece))));
    find('position').textContent = `${timeText(moment.time, 1e4)} of ${timeText(this.recording.end, 1e4)} · event ${moment.cursor} of ${this.recording.size}`;
    find('play').classList.toggle('playing', isPlaying);
    find('play').setAttribute('aria-label', isPlaying ? 'Pause' : 'Play');
    find('play').title = `${isPlaying ? 'Pause' : 'Play'} (Space)`;
    if (!isPlaying) this.#writeFragment(moment);
  }

  #header({ run, size, end, start, threads }) {
    find('script').textContent = [baseName(run.script), ...run.argv].join(' ');
    find('script').title = run.script;
    const facts = [`Node ${run.node}`, `detail ${run.detail}`, duration(end - start), `${size} events`].map((text) => el('li', {}, text));
    facts[0].title = `V8 ${run.v8}, libuv ${run.uv}`;
    facts.push(run.lost > 0 ? el('li', { class: 'bad' }, `${run.lost} events lost`) : el('li', {}, 'none lost'));
    if (run.damages.length > 0) facts.push(el('li', { class: 'bad', title: run.damages.join('\n') }, 'the recording was damaged'));
    refill(find('facts'), facts);
    const loops = this.recording.loops();
    refill(find('loop'), loops.map(({ index, kind }) => el('option', { value: index }, kind === 'loop' ? 'main script' : `worker ${threads[index].name}`)));
    find('loop-label').hidden = loops.length < 2;
  }

  #controls() {
    const { playhead, timeline } = this, press = (id, action) => find(id).addEventListener('click', action);
    const stepping = (action) => () => { playhead.pause(); action(); };
    this.keys = {
      ' ': () => playhead.toggle(), Home: stepping(() => playhead.toStart()), End: stepping(() => playhead.toEnd()),
      ArrowLeft: stepping(() => playhead.step('events', -1)), ArrowRight: stepping(() => playhead.step('events', 1)),
      p: stepping(() => playhead.step('callbacks', -1)), n: stepping(() => playhead.step('callbacks', 1)),
      '+': () => timeline.zoom(0.5), '=': () => timeline.zoom(0.5), '-': () => timeline.zoom(2), 0: () => timeline.showAll(),
    };
    for (const [id, key] of [['start', 'Home'], ['end', 'End'], ['previous-event', 'ArrowLeft'], ['next-event', 'ArrowRight'], ['previous-callback', 'p'],
      ['next-callback', 'n'], ['play', ' '], ['zoom-in', '+'], ['zoom-out', '-'], ['zoom-all', '0']]) press(id, this.keys[key]);
    addEventListener('keydown', (event) => this.#key(event));

    const words = (speed) => (speed === 0 ? '1 callback/s' : speed < 1 ? `1/${1 / speed} ×` : `${speed} ×`);
    find('speed').append(...speeds.map((speed) => el('option', { value: speed }, words(speed))));
    if (isMotionReduced()) playhead.speed = 0;
    find('speed').value = String(playhead.speed);
    find('speed').addEventListener('change', (event) => { playhead.speed = Number(event.target.value); });
    find('loop').addEventListener('change', (event) => playhead.look(Number(event.target.value)));
    press('internal', () => {
      playhead.showsInternal = !playhead.showsInternal;
      find('internal').setAttribute('aria-pressed', String(playhead.showsInternal));
      playhead.changed();
    });
    press('theme', () => this.#setTheme(this.#isDark() ? 'light' : 'dark'));
  }
  #key(event) {
    const { target } = event;
    if (event.ctrlKey || event.altKey || event.metaKey || target.closest('select, input, [popover]')) return;
    if (event.key === ' ' && target.closest('button')) return; // presses that
    const action = this.keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #isDark() { return root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches; }
  #setTheme(theme) {
    root.dataset.theme = theme;
    this.#recolour();
  }
  #recolour() {
    this.colours.forget();
    this.#soon();
  }

  /** "#t=24ms&theme=light&loop=1": a moment that can be linked to. "e" is a cursor: many events may have one time. */
  #readFragment() {
    const asked = new URLSearchParams(location.hash.slice(1)), theme = asked.get('theme'), loop = Number(asked.get('loop') ?? NaN);
    if (location.hash === this.written) return;
    if (theme === 'light' || theme === 'dark') this.#setTheme(theme);
    if (this.recording.loops().some(({ index }) => index === loop)) {
      find('loop').value = String(loop);
      this.playhead.look(loop);
    }
    const time = timeFrom(asked.get('t') ?? ''), cursor = asked.get('e');
    if (time !== null) this.playhead.moveToTime(time);
    if (cursor !== null && /^\d+$/.test(cursor)) this.playhead.moveTo(Number(cursor));
  }
  #writeFragment({ cursor, time, thread }) {
    const parts = [`t=${Number((time / 1e6).toFixed(6))}ms`];
    if (this.recording.cursorAt(time) !== cursor) parts.push(`e=${cursor}`);
    if (thread !== this.recording.loops()[0]?.index) parts.push(`loop=${thread}`);
    if (root.dataset.theme) parts.push(`theme=${root.dataset.theme}`);
    clearTimeout(this.writing); // browsers count how often it is written
    this.writing = setTimeout(() => {
      this.written = `#${parts.join('&')}`;
      history.replaceState(null, '', this.written);
    }, 300);
  }
}

/** Nanoseconds of "24ms", "1.5 s", "80us"; a number alone is milliseconds. */
function timeFrom(text) {
  const match = /^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s)?$/.exec(text);
  return match ? Math.round(Number(match[1]) * { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9 }[match[2] ?? 'ms']) : null;
}

new App(new Recording(JSON.parse(find('recording').textContent)));
