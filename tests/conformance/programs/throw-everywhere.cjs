// fixed order
// An error in each kind of callback, with somebody who catches them all; the loop goes on.
const { EventEmitter } = require('node:events');
const fs = require('node:fs');
process.on('uncaughtException', (error, origin) => console.log('caught', error.message, origin));
process.on('unhandledRejection', (error) => console.log('unhandled', error.message));
const fail = (where) => { throw new Error(where); };
const steps = [
  (next) => { setTimeout(function a() { fail('timer'); }, 1); setTimeout(next, 5); },
  (next) => { setImmediate(function b() { fail('immediate'); }); setImmediate(next); },
  (next) => { process.nextTick(function c() { fail('tick'); }); process.nextTick(next); },
  (next) => { queueMicrotask(function d() { fail('microtask'); }); queueMicrotask(next); },
  (next) => { Promise.resolve().then(function e() { fail('reaction'); }); setImmediate(next); },
  (next) => { (async function f() { await 1; fail('async function'); })(); setImmediate(next); },
  (next) => { fs.stat(__filename, function g() { setImmediate(next); fail('file'); }); },
  (next) => { setImmediate(function h() { setImmediate(next); new EventEmitter().once('x', () => fail('listener')).emit('x'); }); },
  (next) => { setImmediate(function i() { setImmediate(next); new EventEmitter().emit('error', new Error('no listener')); }); },
  () => console.log('done'),
];
(function go(index) { steps[index](() => go(index + 1)); })(0);
