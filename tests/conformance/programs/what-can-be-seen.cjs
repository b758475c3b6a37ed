// fixed order
// shows its text
// What a program can find out about itself must read as it does unwatched.
function named(a, b = 2) { return a + b; }
const arrow = (x) => x * 2;
class Shape { area() { return 1; } static of() { return new Shape(); } }
async function waits() { await null; throw new Error('after await'); }
console.log(named.toString(), String(arrow), Shape.toString(), waits.toString());
console.log(named.length, named.name, arrow.name, Shape.prototype.area.name);
const place = (error) => error.stack.split('\n').filter((line) => line.includes('what-can-be-seen')).map((line) => /:\d+:\d+/.exec(line)[0]);
console.log(place(new Error('here')));
waits().catch((error) => console.log(place(error)));
console.log(Object.keys(globalThis).sort().join(), Object.getOwnPropertyNames(globalThis).length);
console.log(Object.getOwnPropertyNames(process).sort().join());
console.log(Promise.resolve(1), require('node:util').inspect(new Promise(() => {}), { showHidden: true }));
console.log(process.argv.length, process.execArgv, require.main === module, module.children.length, process.title === 'node' || process.title);
console.log(process.listenerCount('exit'), process.listenerCount('uncaughtException'), process.eventNames());
console.log(Object.keys(require.cache).length, Error.prepareStackTrace, Error.stackTraceLimit, process.env.NODE_OPTIONS);
console.log(process.moduleLoadList.length > 0, process.getActiveResourcesInfo(), process._getActiveHandles().length);
console.log(new Function('a', 'return a').toString(), eval('(function inner() { return 1; })').toString());
console.log(setTimeout.toString().slice(0, 30), process.nextTick.toString().slice(0, 30), queueMicrotask.name);
let depth = 0;
try { (function down() { ++depth; down(); })(); } catch (error) { console.log(error instanceof RangeError, depth > 5000); }
const { isMainThread, threadId } = require('node:worker_threads');
console.log('thread', threadId, isMainThread);
const { performance } = require('node:perf_hooks');
console.log(performance.eventLoopUtilization().utilization >= 0, process.memoryUsage().heapUsed > 0);
