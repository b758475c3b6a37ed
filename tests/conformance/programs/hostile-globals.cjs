// fixed order
// A program that replaces and freezes what others lean on.
const nativeThen = Promise.prototype.then;
const log = console.log.bind(console);
Promise.prototype.then = function then(...args) { return Reflect.apply(nativeThen, this, args); };
Array.prototype.push = function push(...args) { for (const value of args) this[this.length] = value; return this.length; };
Array.prototype[Symbol.iterator] = (function (original) { return function () { return original.call(this); }; })(Array.prototype[Symbol.iterator]);
Function.prototype.call = (function (original) { return function (...args) { return Reflect.apply(this, args[0], args.slice(1)); }; })(Function.prototype.call);
Error.prepareStackTrace = (error, frames) => `${error.message} with ${frames.length > 0}`;
const nativeTick = process.nextTick;
process.nextTick = function (...args) { return nativeTick.apply(process, args); };
globalThis.setTimeout = (function (original) { return (callback, ...rest) => original(() => { log('mine'); callback(); }, ...rest); })(setTimeout);
globalThis.Map = class {}; globalThis.WeakMap = undefined; globalThis.Reflect = Reflect;
JSON.stringify = () => 'mine';
Object.freeze(Object.prototype); Object.freeze(Promise);
log(new Error('stack').stack);
setTimeout(() => log('timer'), 1);
process.nextTick(() => log('tick'));
Promise.resolve(1).then((value) => log('then', value));
(async () => { await null; log('after await'); })();
require('node:fs').stat(__filename, () => { globalThis.Promise = undefined; process.nextTick = null; setImmediate(() => log('end')); });
