// The checker itself: a true trace passes, and each kind of lie is found.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { compareWithAccount } from './support/AccountCheck.mjs';
import { emit } from './support/Emitter.mjs';
import { generate } from './support/Generator.mjs';
import { shrink } from './support/Shrinker.mjs';
import { checkTrace, parseTrace } from './support/TraceCheck.mjs';

const script = '/home/me/a.js';
const at = (line) => `${script}:${line}:1`;

// setTimeout(t), two ticks, a job that the first tick queues.
const account = {
  declared: {
    t: { queue: 'timers', kind: 'Timeout', exact: true, line: 1 }, k1: { queue: 'nextTick', kind: 'TickObject', exact: true },
    k2: { queue: 'nextTick', kind: 'TickObject', exact: true }, m: { queue: 'microtask', kind: 'reaction', exact: true },
  },
  steps: [['queued', 't'], ['queued', 'k1'], ['queued', 'k2'], ['begin', 'k1'], ['queued', 'm'], ['end', 'k1'],
    ['begin', 'k2'], ['end', 'k2'], ['begin', 'm'], ['end', 'm'], ['begin', 't'], ['end', 't']],
};

function truth() {
  let t = 0;
  const line = (k, more) => ({ k, t: ++t, th: 0, ...more });
  const phase = (name, edge, iteration) => line('phase', { phase: name, iteration, edge, ...(name === 'poll' && edge === 'end' ? { asleep: 0 } : {}) });
  const enqueue = (id, queue, kind, by, n) => line('enqueue', { id, queue, kind, by, at: at(n) });
  const begin = (id, queue, kind, fn, name, iteration) => line('begin', { id, queue, kind, phase: name, iteration, fn, at: at(1) });
  const end = (id) => line('end', { id });
  return [
    { k: 'run', v: 1, detail: 'lesson' },
    phase('main', 'begin', 0), enqueue(1, 'timers', 'Timeout', 0, 1), enqueue(2, 'nextTick', 'TickObject', 0, 2), enqueue(3, 'nextTick', 'TickObject', 0, 3),
    line('stdout', { text: 'hello\n' }),
    begin(2, 'nextTick', 'TickObject', 'k1', 'main', 0), enqueue(4, 'microtask', 'reaction', 2, 9), end(2),
    begin(3, 'nextTick', 'TickObject', 'k2', 'main', 0), end(3), begin(4, 'microtask', 'reaction', 'm', 'main', 0), end(4), phase('main', 'end', 0),
    phase('poll', 'begin', 1), phase('poll', 'end', 1), phase('timers', 'begin', 1), begin(1, 'timers', 'Timeout', 't', 'timers', 1), line('call', { fn: 'f' }),
    line('return', { fn: 'f' }), end(1), phase('timers', 'end', 1),
    line('exit', { code: 0, reason: 'exit', lost: 0 }),
  ];
}

function problems(lines) {
  const trace = parseTrace(lines.map((line) => JSON.stringify(line)).join('\n'));
  return [...checkTrace(trace, { stdout: 'hello\n', stderr: '', code: 0 }), ...compareWithAccount(trace, account, script, { functionsKnown: true })];
}

test('the truth passes', () => assert.deepEqual(problems(truth()), []));

const find = (lines, k, id) => lines.findIndex((line) => line.k === k && line.id === id);
const lies = {
  'a begin is missing its end': (lines) => lines.splice(find(lines, 'end', 3), 1),
  'an enqueue is missing': (lines) => lines.splice(find(lines, 'enqueue', 3), 1),
  'ticks run in the wrong order': (lines) => { const i = find(lines, 'begin', 2), j = find(lines, 'begin', 3); [lines[i].id, lines[j].id] = [3, 2]; },
  'a job is enqueued too late': (lines) => { const [job] = lines.splice(find(lines, 'enqueue', 4), 1); lines.splice(find(lines, 'begin', 4), 0, job); job.t = lines[find(lines, 'end', 3)].t; job.by = 0; },
  'a wrong phase': (lines) => { lines[find(lines, 'begin', 1)].phase = 'check'; },
  'a wrong kind': (lines) => { for (const line of lines) if (line.id === 4 && line.kind) line.kind = 'await'; },
  'a wrong function': (lines) => { lines[find(lines, 'begin', 4)].fn = 'k1'; },
  'a callback of nobody': (lines) => { const i = find(lines, 'end', 4); lines.splice(i, 0, { ...lines[find(lines, 'begin', 4)], id: 99, t: lines[i].t }); },
  'time runs backwards': (lines) => { lines[5].t = 0; },
  'a call never returns': (lines) => lines.splice(lines.findIndex((line) => line.k === 'return'), 1),
  'enqueued by something that does not run': (lines) => { lines[find(lines, 'enqueue', 4)].by = 3; },
  'output is missing': (lines) => lines.splice(lines.findIndex((line) => line.k === 'stdout'), 1),
  'a wrong exit code': (lines) => { lines.at(-1).code = 1; },
  'losses are not added up': (lines) => { lines.at(-1).lost = 3; },
  'something waits for ever': (lines) => lines.splice(-1, 0, { ...lines[find(lines, 'enqueue', 1)], id: 50, at: '', t: lines.at(-1).t }),
  'no exit': (lines) => lines.pop(),
};
for (const [name, lie] of Object.entries(lies))
  test(`found: ${name}`, () => {
    const lines = truth();
    lie(lines);
    assert.notDeepEqual(problems(lines), []);
  });

test('a program is the same for the same seed', () => {
  assert.equal(emit(generate(5, 10)), emit(generate(5, 10)));
  assert.notEqual(emit(generate(5, 10)), emit(generate(6, 10)));
});

test('shrinking keeps the fault and loses the rest', async () => {
  const has = (nodes) => nodes.some((node) => node.type === 'tick' || node.bodies.some(has));
  const small = await shrink(generate(3, 25), async (program) => has(program.nodes), 500);
  const size = (nodes) => nodes.reduce((sum, node) => sum + 1 + node.bodies.reduce((inner, body) => inner + size(body), 0), 0);
  assert.ok(has(small.nodes));
  assert.ok(size(small.nodes) <= 5, `${size(small.nodes)} nodes are left`);
});

test("of Node's own tests, those that only we fail are told", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'node-compat-'));
  const write = (name, text) => {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  };
  write('test/common/index.js', '');
  write('test/parallel/test-passes.js', '// Flags: --expose-gc\ngc();');
  write('test/parallel/test-fails.js', 'process.exit(1)');
  write('test/parallel/test-skipped.js', "console.log('1..0 # Skipped: no reason')");
  write('test/parallel/test-only-ours.js', "if (process.execPath.includes('/loopscope/node/')) throw new Error('it is ours');");
  const { stdout, status } = spawnSync(process.execPath, [path.join(import.meta.dirname, 'node-compat.mjs'), folder, '--suites', 'parallel', '--ways', 'run,trace'], { encoding: 'utf8' });
  fs.rmSync(folder, { recursive: true });
  assert.match(stdout, /^4 tests: plain node passes 2, skips 1, fails 1$/m);
  assert.match(stdout, /^loopscope run: 1 of 2 \(50\.00 %\); only we fail 1\n {2}parallel\/test-only-ours\.js\n {4}exit code 1: Error: it is ours$/m);
  assert.match(stdout, /^loopscope trace: 1 of 2/m);
  assert.strictEqual(status, 1);
});
