// What the program has written up to the cursor.

import { el, find } from './dom.js';
import { lastUpTo, plainText } from './explain.js';

const mostPieces = 500; // on the page; older ones are counted

export class Output {
  #shown = -1;

  constructor(recording, survey) { Object.assign(this, { recording, survey }); }

  show({ cursor }) {
    const { output } = this.survey, count = lastUpTo(output, cursor - 1) + 1;
    if (count === this.#shown) return;
    this.#shown = count;
    const first = Math.max(0, count - mostPieces), view = find('output');
    const rows = joined(output.slice(first, count).map((index) => this.recording.at(index)), this.recording.texts);
    find('written').textContent = first > 0 ? `${first} earlier pieces are not shown` : '';
    view.replaceChildren(...(rows.length > 0 ? rows.map(row) : [el('p', { class: 'missing' }, 'Nothing is written yet.')]));
    view.scrollTop = view.scrollHeight;
  }
}

/** Lines: a piece goes on where the one before it has not ended its line. */
function joined(records, texts) {
  const rows = [];
  for (const { kind, place } of records) {
    const stream = kind === 'stderr' ? 'stderr' : 'stdout', text = plainText(texts[place] ?? '') + (kind === 'console' ? '\n' : '');
    const last = rows.at(-1);
    if (last?.stream === stream && !last.text.endsWith('\n')) last.text += text;
    else rows.push({ stream, text });
  }
  return rows;
}

const row = ({ stream, text }) => el('div', { class: `piece ${stream}`, title: stream === 'stderr' ? 'stderr' : null, 'aria-label': stream === 'stderr' ? `stderr: ${text}` : null },
  text.replace(/\n$/, ''));
