// The page's player, from a real trace: what it says of each moment is compared with an account kept here.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { queueNames, Recording, kindNames } from '../../../runtime/stream/player/data.js';
import { applyRecord, TraceState } from '../../../runtime/stream/player/fold.js';

const loopscope = path.join(process.env.LOOPSCOPE_BUILD_DIR, 'bin/loopscope');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'player-'));
after(() => fs.rmSync(folder, { recursive: true }));

const program = `
const fs = require('fs');
function onTimeout() { setImmediate(function soon() { process.nextTick(() => console.log('tick')); }); }
setTimeout(onTimeout, 2); clearTimeout(setTimeout(() => {}, 50));
fs.stat(__filename, function onStat() { queueMicrotask(() => {}); });
(async function work() { for (const n of [1, 2, 3]) await n; await fs.promises.readFile(__filename); console.log('read'); })();
require('net').createServer().listen(0, function () { this.close(); });
`;

let recording, lines;
before(() => {
  const script = path.join(folder, 'program.js');
  fs.writeFileSync(script, program);
  const file = path.join(folder, 'run.loopscope');
  execFileSync(loopscope, ['trace', '--detail', 'lesson', '-o', file, script]);
  const show = (format) => execFileSync(loopscope, ['show', '--format', format, file], { encoding: 'utf8', maxBuffer: 1 << 28 });
  const page = show('html');
  const begin = '<script type="application/json" id="recording">';
  const data = page.slice(page.indexOf(begin) + begin.length);
  recording = new Recording(JSON.parse(data.slice(0, data.indexOf('</script'))));
  lines = show('jsonl').split('\n').filter(Boolean).map((line) => JSON.parse(line));
});

test('the page holds what the trace holds', () => {
  const counted = (kinds) => kinds.reduce((sum, kind) => ({ ...sum, [kind]: (sum[kind] ?? 0) + 1 }), {});
  const inPage = counted(Array.from({ length: recording.size }, (_, i) => recording.at(i).kind).filter((kind) => kind !== 'line'));
  const inTrace = counted(lines.map(({ k }) => k).filter((k) => k !== 'run'));
  assert.deepEqual(inPage, inTrace);
  for (const kind of Object.keys(inTrace)) assert.ok(kindNames.includes(kind), kind);
});

test('after each record the same waits and runs as by an account of its own', () => {
  const state = new TraceState();
  const waiting = Object.fromEntries(queueNames.map((queue) => [queue, []])), running = [], calls = [];
  for (let i = 0; i < recording.size; i++) {
    const record = recording.at(i), queue = queueNames[record.detail];
    const takeOut = () => {
      const at = waiting[queue].indexOf(record.id);
      if (at >= 0) waiting[queue].splice(at, 1);
    };
    if (record.kind === 'enqueue') {
      if (queue === 'timers') takeOut();
      waiting[queue].push(record.id);
    }
    if (record.kind === 'begin') { takeOut(); running.push(record.id); }
    if (record.kind === 'end') running.splice(running.lastIndexOf(record.id));
    if (record.kind === 'cancel') takeOut();
    if (record.kind === 'call') calls.push(record.place);
    if (record.kind === 'return') calls.splice(calls.lastIndexOf(record.place));
    applyRecord(state, record);
    const loop = state.loop(0);
    for (const name of queueNames) assert.deepEqual([...loop.waiting(name).values()].map(({ id }) => id).sort(), [...waiting[name]].sort(), `${name} after record ${i}`);
    assert.deepEqual(loop.stack.filter((frame) => frame.isCallback).map(({ id }) => id), running, `callbacks after record ${i}`);
    assert.deepEqual(loop.stack.filter((frame) => !frame.isCallback).map(({ site }) => site), calls, `functions after record ${i}`);
  }
  assert.equal(state.loop(0).ended.code, 0);
  assert.equal(state.loop(0).handles.size, 0);
  assert.ok(state.slots.every((id) => id === 0));
});

test('at the end of each moment it waits for as many as the lines of the trace say: enqueued, less begun and cancelled', () => {
  const state = new TraceState(), waiting = new Map(), homes = new Map(), key = ({ th, id }) => `${th} ${id}`;
  const count = (queue, by) => waiting.set(queue, (waiting.get(queue) ?? 0) + by);
  const moments = Map.groupBy(lines.filter(({ k, th }) => k !== 'run' && th === 0), ({ t }) => t);
  const armed = new Set();
  let checked = 0;
  for (const [time, here] of [...moments].sort(([one], [other]) => one - other)) {
    for (const line of here) {
      if (line.k === 'enqueue') {
        if (line.queue !== 'timers' || !armed.has(key(line))) count(line.queue, 1);
        if (line.queue === 'timers') armed.add(key(line));
        homes.set(key(line), line.queue);
      }
      if (line.k === 'begin') count(line.queue, -1);
      if (line.k === 'cancel') count(homes.get(key(line)), -1);
      if ((line.k === 'begin' && line.queue === 'timers') || line.k === 'cancel') armed.delete(key(line));
    }
    const end = recording.cursorAt(time);
    while (state.cursor < end) applyRecord(state, recording.at(state.cursor));
    for (const queue of queueNames) assert.equal(state.loop(0).waiting(queue).size, waiting.get(queue) ?? 0, `${queue} at ${time} ns`);
    checked++;
  }
  assert.ok(checked > 30);
});

test('a copy of a state is not touched by what comes after', () => {
  const state = new TraceState();
  const half = Math.floor(recording.size / 2);
  for (let i = 0; i < half; i++) applyRecord(state, recording.at(i));
  const kept = new TraceState(state), text = JSON.stringify([...kept.loops].map(([, loop]) => [loop.stack, [...loop.ops], loop.queues.map((q) => [...q.values()])]));
  for (let i = half; i < recording.size; i++) applyRecord(state, recording.at(i));
  assert.equal(JSON.stringify([...kept.loops].map(([, loop]) => [loop.stack, [...loop.ops], loop.queues.map((q) => [...q.values()])])), text);
});
