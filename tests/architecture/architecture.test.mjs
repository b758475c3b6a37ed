// Who may include whom, which rooms may know V8 or Qt, and the plain habits of headers.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readSources, readTargets, roomsOf } from './House.mjs';

const root = process.env.LOOPSCOPE_SOURCE_DIR;
const build = process.env.LOOPSCOPE_BUILD_DIR;
const targets = readTargets(fs.readFileSync(process.env.LOOPSCOPE_TARGETS, 'utf8'));
const sources = readSources(root);
const rooms = sources.filter((file) => !file.name.startsWith('tests/'));
const longest = 450;

const none = (list) => assert.deepEqual(list, []);
const place = (file, include) => `${file.name}:${include.line} includes ${include.what}`;

test('there is a house to look at', () => {
  assert.ok(targets.has('runtime_events'));
  assert.ok(rooms.length > 5);
});

test('a public link is passed on, a private one is not', () => {
  const table = readTargets('a|STATIC_LIBRARY|x/a|a.cpp|b|b\nb|STATIC_LIBRARY|x/b|b.cpp|c,d|c,$<LINK_ONLY:d>\n' +
    'c|STATIC_LIBRARY|x/c|c.cpp||\nd|STATIC_LIBRARY|x/d|d.cpp||\n');
  assert.deepEqual([...table.get('a').allowed].sort(), ['a', 'b', 'c']);
  assert.deepEqual([...table.get('b').allowed].sort(), ['b', 'c', 'd']);
  assert.deepEqual(roomsOf(table, 'x/c/Deep.h').map((room) => room.name), ['c']);
});

test('every source file lies in a room that CMake knows', () => {
  none(rooms.filter((file) => !roomsOf(targets, file.name).length).map((file) => file.name));
});

test('a room includes only what its link line allows', () => {
  const wrong = [];
  for (const file of rooms) {
    const own = roomsOf(targets, file.name);
    for (const include of file.includes.filter((one) => one.quoted && fs.existsSync(path.join(root, one.what)))) {
      const theirs = roomsOf(targets, include.what).filter((target) => target.type !== 'EXECUTABLE');
      const allowed = own.some((room) => theirs.some((other) => room.allowed.has(other.name)));
      if (!allowed)
        wrong.push(`${place(file, include)}: ${own.map((room) => room.name)} does not link ${theirs.map((room) => room.name)}`);
    }
  }
  none(wrong);
});

test('rooms link downwards only: app, visualizer and inspector, runtime', () => {
  const height = { runtime: 0, inspector: 1, visualizer: 1, app: 2 };
  const floorOf = (target) => target.folder.split('/')[0];
  const wrong = [];
  for (const target of targets.values()) {
    if (!(floorOf(target) in height)) continue;
    for (const name of target.allowed) {
      const other = targets.get(name);
      if (!other || !(floorOf(other) in height) || floorOf(other) === floorOf(target)) continue;
      if (height[floorOf(other)] >= height[floorOf(target)]) wrong.push(`${target.name} -> ${name}`);
    }
  }
  none(wrong);
});

test('V8, Node and libuv are known in runtime/host, runtime/child, runtime/probes and app/module only', () => {
  const foreign = /^(node(_api|_api_types|_object_wrap|_buffer|_version)?|js_native_api(_types)?|v8(-[a-z-]+)?|uv|libplatform\/.*|cppgc\/.*)(\.h)?$/;
  const allowed = /^(runtime\/host|runtime\/child|runtime\/probes|app\/module)\//;
  none(rooms.flatMap((file) =>
    allowed.test(file.name) ? [] : file.includes.filter((one) => foreign.test(one.what)).map((one) => place(file, one))));
});

test('runtime knows no Qt', () => {
  none(rooms.filter((file) => file.name.startsWith('runtime/')).flatMap((file) =>
    file.includes.filter((one) => /^Q[A-Z]|^Qt/.test(one.what)).map((one) => place(file, one))));
});

test('the model knows no widgets', () => {
  none(rooms.filter((file) => file.name.startsWith('visualizer/model/')).flatMap((file) =>
    file.includes.filter((one) => /^Q(Widget|Painter|Application|Graphics|Pixmap|Color)|QtWidgets|QtGui/.test(one.what))
      .map((one) => place(file, one))));
});

test('headers are guarded, and includes are written from the top of the tree', () => {
  const wrong = [];
  for (const file of sources) {
    if (file.name.endsWith('.h') && !/^#pragma once$/m.test(file.text)) wrong.push(`${file.name} has no #pragma once`);
    if (file.name.endsWith('.h') && /^\s*using namespace /m.test(file.text.replace(/^.*literals;$/gm, '')))
      wrong.push(`${file.name} opens a namespace for everybody`);
    for (const include of file.includes.filter((one) => one.quoted)) {
      const known = fs.existsSync(path.join(root, include.what)) || include.what.endsWith('.moc') ||
        include.what.startsWith('moc_') || fs.existsSync(path.join(build, 'generated', include.what));
      if (!known) wrong.push(`${place(file, include)}, which is not a path from the top`);
    }
  }
  none(wrong);
});

test('no header is included twice in one file', () => {
  none(sources.flatMap((file) => {
    const seen = new Set();
    return file.includes.filter((one) => seen.has(one.what) || !seen.add(one.what)).map((one) => place(file, one));
  }));
});

test(`no file is longer than ${longest} lines`, (context) => {
  const long = sources.filter((file) => file.lines > longest).map((file) => `${file.name}: ${file.lines} lines`);
  for (const line of long) context.diagnostic(line);
  none(sources.filter((file) => file.lines > longest * 4 / 3).map((file) => `${file.name}: ${file.lines} lines`));
});
