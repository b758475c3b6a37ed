// The runtime at the cursor: stack, ring, the queues between callbacks, and what Node handed away.

import { flag } from './data.js';
import { el, find, refill, svg } from './dom.js';
import { dueOf, duration, hueOfOperation, hueOfQueue, shapes } from './labels.js';
import { runningIn } from './playhead.js';
import { ring, shownOf } from './ring.js';

const mostRows = 12; // of each list; the others are counted
const headHeight = 38, chipHeight = 26; // px, as in player.css

export class Stage {
  /** `onPlace` is called with the site of what was clicked. */
  constructor(onPlace) { this.onPlace = onPlace; }

  show(moment) {
    this.moment = moment;
    find('stage').classList.toggle('with-pool', moment.survey.poolRows > 0);
    refill(find('ring'), ring(moment));
    this.#stack(moment);
    this.#queue('nextTick', find('ticks'), 'nextTick queue');
    this.#queue('microtask', find('jobs'), 'Promise jobs');
    refill(find('elsewhere'), this.#pool(moment), this.#open(moment), this.#timers(moment));
  }

  /** One operation: the same shape, colour and words everywhere. */
  #chip({ hue, kind, site = 0, key, lit = false, dim = false, said = '', place = this.moment.labels.place(site) }) {
    const words = [kind, place, lit ? 'runs now' : '', said].filter(Boolean).join(', '), isMain = this.moment.labels.site(site).script === 1;
    return el('button', { class: `chip${lit ? ' lit' : ''}${dim ? ' dim' : ''}`, type: 'button', 'data-hue': hue, 'data-key': key, title: words, 'aria-label': words,
      onclick: () => this.onPlace(site) },
    hue ? svg('svg', { viewBox: '0 0 12 12', class: 'shape', 'aria-hidden': 'true' }, svg('path', { d: shapes[hue] })) : null,
    el('span', { class: 'kind' }, kind), place && el('span', { class: 'place' }, isMain ? place.slice(place.lastIndexOf(':')) : place));
  }
  #heading(title, note) { return el('h3', {}, title, note ? el('span', { class: 'note' }, note) : null); }
  #rest(all, text) { return all.length > mostRows ? el('p', { class: 'note' }, text.replace('%', all.length - mostRows)) : null; }

  #stack(moment) {
    const { loop } = moment, rows = [];
    loop.stack.forEach((frame, depth) => {
      if (this.#isSameAsBelow(loop.stack, depth)) return;
      rows.unshift(this.#frame(frame, depth));
    });
    if (loop.mainRuns) rows.push({ hue: 'main', kind: 'main script', site: loop.stack.length === 0 ? loop.mainLine : 0, key: 'main' });
    const card = find('stack'), fits = Math.max(2, Math.floor((card.clientHeight - headHeight) / chipHeight));
    const shown = rows.length <= fits ? rows.length : fits - 1;
    const chips = rows.slice(0, shown).map((row, i) => this.#chip({ ...row, lit: i === 0 }));
    refill(card, this.#heading('Call stack', rows.length === 0 ? '' : String(rows.length)),
      chips.length === 0 ? el('p', { class: 'note' }, 'Empty: no JavaScript runs') : chips,
      shown < rows.length ? el('p', { class: 'note' }, `and ${rows.length - shown} below`) : null);
  }
  #frame(frame, depth) {
    const { labels, thread } = this.moment, name = labels.function(frame.site), type = labels.type(frame.type);
    const kind = name !== '' ? name : frame.isCallback ? labels.kind(frame, thread, frame.queue) : '(anonymous)';
    const said = frame.isCallback ? `callback of ${labels.kind(frame, thread, frame.queue)}` : 'function';
    return { hue: frame.isCallback ? hueOfQueue(frame.queue, type) : null, kind, site: frame.site, key: `frame ${depth}`,
      dim: (frame.flags & flag.internal) !== 0 || labels.site(frame.site).internal, said };
  }
  /** The function that a callback enters is the callback itself. */
  #isSameAsBelow(stack, depth) {
    if (depth === 0 || stack[depth].isCallback || !stack[depth - 1].isCallback) return false;
    const { labels } = this.moment, one = labels.site(stack[depth].site), other = labels.site(stack[depth - 1].site);
    return one.script === other.script && one.line === other.line && one.fn === other.fn;
  }

  #queue(queue, card, title) {
    const { loop, labels, thread, time } = this.moment, running = runningIn(loop, queue), waiting = shownOf(loop.waiting(queue), this.moment);
    const chipOf = (one, lit) => this.#chip({ hue: hueOfQueue(queue, labels.type(one.type)), kind: labels.kind(one, thread, queue), site: one.place, lit,
      dim: (one.flags & flag.internal) !== 0, key: `${queue} ${one.id}`, said: lit ? '' : `waiting for ${duration(time - one.since)}` });
    const chips = [...(running ? [chipOf(running, true)] : []), ...waiting.slice(0, mostRows).map((one) => chipOf(one, false))];
    card.classList.toggle('runs', running !== null);
    const list = el('div', { class: 'chips' }, chips.length === 0 ? el('p', { class: 'note' }, 'empty') : chips);
    refill(card, this.#heading(title, waiting.length === 0 ? '' : `${waiting.length} wait`.replace(/^1 wait$/, '1 waits')), list);
    // Where not all fit, those that wait are told by shape and line alone; what still does not fit is counted.
    const hidden = () => chips.filter((chip) => chip.offsetTop > chips[0].offsetTop + chips[0].offsetHeight / 2).length;
    list.classList.toggle('tight', hidden() > 0);
    const shown = Math.min(waiting.length, mostRows) - hidden();
    if (shown < waiting.length && waiting.length > 0) card.firstChild.lastChild.textContent = `${waiting.length} wait, ${shown} shown`;
  }

  /** A row: the chip, and at its end how long. */
  #row(chip, time, number) {
    return el('div', { class: 'row' }, number ? el('span', { class: 'slot' }, String(number)) : null, this.#chip(chip), el('span', { class: 'time' }, time));
  }

  #pool({ state, time, loop, labels, showsInternal }) {
    const slots = Array.from({ length: Math.max(4, state.slots.length) }, (_, i) => state.slots[i] ?? 0);
    const ops = new Map([...state.loops.values()].flatMap((one) => [...one.ops]));
    const queued = [...loop.ops.values()].filter((op) => op.state === 'queued' && (showsInternal || !(op.flags & flag.internal)));
    const busy = slots.filter((id) => ops.has(id)).length;
    const note = queued.length > 0 ? `${busy} run, ${queued.length} wait` : busy > 0 ? `${busy} of ${slots.length} run` : `${slots.length} free`;
    const rows = slots.map((id, i) => {
      const op = ops.get(id);
      if (!op) return el('div', { class: 'row' }, el('span', { class: 'slot' }, String(i + 1)), el('span', { class: 'free' }, 'free'));
      return this.#row({ hue: 'pool', kind: labels.type(op.type), site: op.place, lit: true, key: `slot ${i}` }, duration(time - op.runningSince), i + 1);
    });
    const waits = queued.slice(0, mostRows).map((op) =>
      this.#row({ hue: 'pool', kind: labels.type(op.type), site: op.place, key: `op ${op.id}` }, `waits ${duration(time - op.startedAt)}`));
    return el('section', { class: 'part' }, this.#heading('Thread pool', note), el('div', { class: 'slots' }, rows), waits, this.#rest(queued, 'and % more wait'));
  }

  #open({ loop, labels, time, showsInternal }) {
    const isShown = (one) => showsInternal || !(one.flags & flag.internal);
    const ops = [...loop.ops.values()].filter((op) => op.state !== 'queued' && op.slot === 0 && isShown(op));
    const handles = [...loop.handles.values()].filter((one) => !loop.ops.has(one.id) && (one.state === 'active' || !/^(SIGNALWRAP|TTYWRAP)$/.test(labels.type(one.type))))
      .sort((one, other) => (other.state === 'active') - (one.state === 'active'));
    const all = [...ops.map((op) => this.#row({ hue: hueOfOperation(labels.type(op.type)), kind: labels.type(op.type), site: op.place, key: `op ${op.id}` }, duration(time - op.startedAt))),
      ...handles.map((one) => this.#row({ hue: 'poll', kind: labels.handle(one), site: one.place, key: `handle ${one.id}`, dim: one.state !== 'active' },
        one.state === 'active' ? 'keeps alive' : 'does not keep alive'))];
    return all.length === 0 ? null : el('section', { class: 'part' }, this.#heading('Open', String(all.length)), all.slice(0, mostRows), this.#rest(all, 'and % more'));
  }

  #timers(moment) {
    const { loop, labels, thread, time } = moment;
    const timers = shownOf(loop.waiting('timers'), moment).sort((one, other) => dueOf(one) - dueOf(other));
    const rows = timers.slice(0, mostRows).map((timer) => {
      const due = dueOf(timer), row = this.#row({ hue: 'timers', kind: labels.kind(timer, thread, 'timers'), site: timer.place, key: `timer ${timer.id}`, dim: (timer.flags & flag.unref) !== 0,
        said: timer.flags & flag.unref ? 'does not keep the program alive' : '' }, time < due ? duration(due - time) : 'due');
      row.querySelector('.chip').style.setProperty('--passed', `${Math.min(100, Math.max(0, (100 * (time - timer.since)) / (due - timer.since)))}%`);
      return row;
    });
    return el('section', { class: 'part timers' }, this.#heading('Timers', timers.length === 0 ? 'none armed' : `${timers.length} armed`), rows, this.#rest(timers, 'and % more'));
  }
}
