// A program's own account of what it queued and what ran. It uses no promise, no tick and no timer, so that keeping
// it changes no order. Written when the process exits, to the file named by ACCOUNT_FILE; without that, nothing is written.
//
// A name stands for one user function. `queued` and `waits` say when the program itself put it into a queue. A name that
// is only `declared` runs at a moment that the program cannot know beforehand (a file was read, a library's promise was settled).
'use strict';
const fs = require('node:fs');

const steps = [];
const declared = Object.create(null);
const waiting = Object.create(null);   // name -> how often it waits
const settled = Object.create(null);   // promise key -> true
const waiters = Object.create(null);   // promise key -> [[name, kind], ...]

// The line of the program that called us.
function callersLine() {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 3;
  const { stack } = new Error('for its stack');
  Error.stackTraceLimit = limit;
  return Number(/:(\d+):\d+\)?$/.exec(String(stack).split('\n')[3])?.[1]);
}

// Both: call it on the very line of the call that hands away or queues. A name belongs to one line.
function declare(name, queue, kind, line = declared[name]?.line ?? callersLine()) {
  declared[name] ??= { queue, kind, line };
}

function queued(queue, name, kind, line = declared[name]?.line ?? callersLine()) {
  declared[name] ??= { queue, kind, line };
  declared[name].exact = true;
  waiting[name] = (waiting[name] ?? 0) + 1;
  steps.push(['queued', name]);
}

// `name` is a handler of the promise `key`: queued now if that is settled, at its settling if not.
function waits(key, name, kind) {
  if (settled[key]) queued('microtask', name, kind, 0);
  else (waiters[key] ??= []).push([name, kind]);
}

function settle(key) {
  if (settled[key]) return;
  settled[key] = true;
  for (const [name, kind] of waiters[key] ?? []) queued('microtask', name, kind, 0);
}

function begin(name) {
  if (waiting[name] > 0) --waiting[name];
  steps.push(['begin', name]);
}

function end(name) {
  steps.push(['end', name]);
}

// Something that waits is called off. Nothing happens if it has run already.
function cancelled(name) {
  if (!(waiting[name] > 0)) return;
  --waiting[name];
  steps.push(['cancelled', name]);
}

// Wraps a whole callback.
function run(name, body) {
  begin(name);
  try {
    return body();
  } finally {
    end(name);
  }
}

const file = process.env.ACCOUNT_FILE;
const { writeFileSync } = fs;
const { stringify } = JSON;
if (file) process.on('exit', () => writeFileSync(file, stringify({ steps, declared })));

module.exports = { declare, queued, waits, settle, begin, end, cancelled, run };
