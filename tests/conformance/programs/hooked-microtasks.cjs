// fixed order
// Async hooks have Node put functions of its own on V8's queue, each bound to an object that has the program's. Their names are looked
// for while V8 collects.
const { createHook } = require('node:async_hooks');
let made = 0;
createHook({ init() { ++made; } }).enable();
let ran = 0;
let kept = [];
function round(n) {
  for (let i = 0; i < 3000; ++i) {
    const named = new Function('ran', `return function f${n}_${i % 40}() { ran(); }`);
    queueMicrotask(named(() => { ++ran; }));
    kept.push(new Array(20).fill(i));
  }
  if (kept.length > 30000) kept = [];
  if (n < 20) setImmediate(round, n + 1);
  else queueMicrotask(() => console.log(ran, made >= ran));
}
round(1);
