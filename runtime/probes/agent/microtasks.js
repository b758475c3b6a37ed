'use strict';
// Parameters: process, require, native. Returns whether Node's queueMicrotask is as assumed; if not, nothing was changed.
//
// The trick: V8 tells nobody when it begins a job that is a plain function. So the program gets Node's queueMicrotask
// once more, compiled from Node's own text in the same places of the same file, but with an enqueueMicrotask that puts
// a mark of ours on the queue just before the job. Text, name, properties and error stacks are the same.
const { queueMicrotask: own } = globalThis;
const { internalBinding } = require('internal/bootstrap/realm');
const { natives } = internalBinding('builtins');
const file = 'internal/process/task_queues';
const text = natives[file];
if (typeof text !== 'string' || typeof own !== 'function') return false;

const pieces = [`${own}`, /^function runMicrotask\(\) \{\n[^]*?\n\}/m.exec(text)?.[0], /^const defaultMicrotaskResourceOpts = .*/m.exec(text)?.[0]];
let kept = text.replace(/[^\n]/g, ' ');
for (const piece of pieces) {
  const at = piece === undefined ? -1 : text.indexOf(piece);
  if (at < 0) return false;
  kept = kept.slice(0, at) + piece + kept.slice(at + piece.length);
}
const needs = {
  validateFunction: require('internal/validators').validateFunction,
  AsyncContextFrame: require('internal/async_context_frame'),
  enabledHooksExist: require('internal/async_hooks').enabledHooksExist,
  AsyncResource: require('async_hooks').AsyncResource,
  FunctionPrototypeBind: Function.prototype.call.bind(Function.prototype.bind),
  enqueueMicrotask: native.enqueueMicrotask,
};
for (const name of Object.keys(needs)) if (typeof needs[name] !== 'function') return false;
const make = native.compileFunction(`${kept} return queueMicrotask;`, `node:${file}`, Object.keys(needs));
const copy = make(...Object.values(needs));
if (`${copy}` !== `${own}`) return false;
Object.defineProperty(globalThis, 'queueMicrotask', { ...Object.getOwnPropertyDescriptor(globalThis, 'queueMicrotask'), value: copy });
return true;
