// Every lesson prints what its text promises, in plain Node and in `loopscope run`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';

const source = process.env.LOOPSCOPE_SOURCE_DIR;
const loopscope = path.join(process.env.LOOPSCOPE_BUILD_DIR, 'bin', 'loopscope');
const root = path.join(source, 'resources', 'lessons');

function run(program, args) {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
  return { status, stdout, stderr };
}

// Where Node leaves the order open, or a figure is a time, only the set of lines counts.
function comparable(text, output) {
  if (output === 'exact') return text;
  return text.replace(/\d+ ms/g, 'N ms').split('\n').sort().join('\n');
}

for (const name of fs.readdirSync(root).sort()) {
  const folder = path.join(root, name);
  const lesson = JSON.parse(fs.readFileSync(path.join(folder, 'lesson.json'), 'utf8'));
  const text = fs.readFileSync(path.join(folder, 'lesson.md'), 'utf8');
  const entry = path.join(folder, lesson.entry);
  const promised = /```output\n([^]*?)```/.exec(text)?.[1];

  test(`${name}: is described completely`, () => {
    assert.equal(lesson.order, parseInt(name, 10), 'order is the number in the folder name');
    for (const field of ['title', 'summary']) assert.ok(lesson[field]?.length > 0, field);
    assert.ok(['monitor', 'trace', 'lesson'].includes(lesson.detail), 'detail');
    assert.ok(['exact', 'lines'].includes(lesson.output), 'output');
    assert.ok(promised, 'lesson.md has an output block');
    assert.ok(text.startsWith(`# ${lesson.title}\n`), 'lesson.md begins with the title');
  });

  const check = ({ status, stdout, stderr }) => {
    assert.equal(stderr, '');
    assert.equal(status, 0);
    assert.equal(comparable(stdout, lesson.output), comparable(promised, lesson.output));
  };
  test(`${name}: plain node prints what the text promises`, () => check(run(process.execPath, [entry])));
  test(`${name}: loopscope run prints the same`, { skip: !fs.existsSync(loopscope) && 'loopscope is not built' },
    () => check(run(loopscope, ['run', entry])));
  if (lesson.mended) {
    test(`${name}: the mended program prints what the text promises`, () => {
      const { status, stdout, stderr } = run(process.execPath, [path.join(folder, lesson.mended)]);
      assert.deepEqual({ status, stderr, stdout }, { status: 0, stderr: '', stdout: /```mended\n([^]*?)```/.exec(text)[1] });
    });
  }
}
