// The text of the user's files, and in it the line that runs.

import { el, find, isMotionReduced } from './dom.js';
import { hueOfPhase, hueOfQueue } from './labels.js';
import { colouredLines } from './syntax.js';

export class Source {
  #rows = []; // elements of the lines of the file that is shown
  #script = null;
  #lit = {}; // class -> element that has it
  #current = 0; // site that was last gone to

  constructor(recording, labels) {
    Object.assign(this, { recording, labels });
    const choice = find('file');
    const scripts = [...recording.sources.keys()];
    choice.append(...scripts.map((script) => el('option', { value: script }, recording.scripts[script])));
    choice.addEventListener('change', () => this.#open(Number(choice.value)));
    choice.hidden = scripts.length < 2;
    find('file-name').hidden = scripts.length >= 2;
    this.#open(scripts[0] ?? 1);
  }

  show(moment) {
    const { now, callback, status, hue } = runningAt(moment);
    const script = this.labels.site(now).script;
    if (now !== this.#current && this.recording.sources.has(script)) this.#open(script);
    this.#mark({ now, runs: callback }, hue);
    if (now !== this.#current && now !== 0) this.#scrollTo(this.#rowOf(now));
    this.#current = now;
    find('where').textContent = status;
  }

  /** Goes to a place that was clicked. */
  seek(site) {
    const { script } = this.labels.site(site);
    if (!this.recording.sources.has(script)) return;
    this.#open(script);
    const row = this.#rowOf(site);
    this.#mark({ sought: site });
    this.#scrollTo(row, true);
  }

  #open(script) {
    if (script === this.#script) return;
    this.#script = script;
    const source = this.recording.sources.get(script);
    this.#rows = source ? colouredLines(source.text).map(rowOf) : [];
    find('file-name').textContent = this.recording.scripts[script] ?? '';
    find('file').value = String(script);
    find('changed').hidden = !source?.changed;
    find('lines').replaceChildren(...(source ? this.#rows
      : [el('p', { class: 'missing' }, 'Its text is not in this page: the file was not there, or not the program’s own, when the page was made.')]));
    find('lines').scrollTop = 0;
  }
  #rowOf(site) {
    const { script, line } = this.labels.site(site);
    return script === this.#script ? this.#rows[line - 1] : undefined;
  }
  /** Lights the lines of these sites, by class; only the named classes move. */
  #mark(sites, hue) {
    for (const [name, site] of Object.entries(sites)) {
      const row = this.#rowOf(site);
      this.#lit[name]?.classList.remove(name);
      this.#lit[name]?.removeAttribute('aria-current');
      this.#lit[name] = row;
      row?.classList.add(name);
      if (hue && row) row.dataset.hue = hue;
      if (name === 'now') row?.setAttribute('aria-current', 'true');
    }
  }
  #scrollTo(row, always = false) {
    const view = find('lines');
    if (!row) return;
    const top = row.offsetTop - view.offsetTop, margin = 20;
    if (!always && top >= view.scrollTop + margin && top + row.offsetHeight <= view.scrollTop + view.clientHeight - margin) return;
    view.scrollTo({ top: top - view.clientHeight / 2.5, behavior: always && !isMotionReduced() ? 'smooth' : 'instant' });
  }
}

function rowOf(pieces, index) {
  return el('div', { class: 'line', 'data-line': index + 1 }, el('code', {}, pieces.length === 0 ? ' '
    : pieces.map(([kind, text]) => (kind === '' ? text : el('span', { class: kind }, text)))));
}

/** Sites of the statement or function that runs and of the callback that it is in, and the same in words. */
function runningAt({ loop, labels }) {
  const isOwn = (frame) => frame.site !== 0 && !labels.site(frame.site).internal;
  const frame = loop.stack.findLast(isOwn), callback = loop.stack.findLast((one) => one.isCallback && isOwn(one));
  const running = loop.callback(), hue = running ? hueOfQueue(running.queue, labels.type(running.type)) : hueOfPhase(loop.phase);
  if (frame) {
    const now = frame.line || frame.site, name = labels.function(frame.site);
    return { now, callback: callback?.site ?? 0, hue, status: `line ${labels.site(now).line}, ${name === '' ? 'in a function without a name' : `in ${name}`}` };
  }
  if (loop.stack.length > 0) return { now: 0, callback: 0, hue, status: 'Node’s own code runs' };
  if (loop.mainRuns) return { now: loop.mainLine, callback: 0, hue, status: loop.mainLine === 0 ? 'the main script runs' : `line ${labels.site(loop.mainLine).line}` };
  return { now: 0, callback: 0, hue, status: 'no JavaScript runs' };
}
