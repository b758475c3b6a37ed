// Node loads this into each child process of a program that is debugged (NODE_OPTIONS=--require), before the child's own script. It opens
// a line to the debugger, waits until all is set up there, and takes itself out of sight: nothing is printed, and the environment is what
// the program gave. Whatever goes wrong, the child runs as it would without us. For node 14 and later: syntax included.
'use strict';

const threads = require('worker_threads');
const kData = 'loopscope:child';     // for the threads of this process
const kPatienceToConnect = 10000;    // ms; a machine that starts fifty of them is slow
const kPatienceToBegin = 10000;      // ms, from then on
const kPatienceToLeave = 1000;       // ms

function takeFromEnvironment() {
  const address = process.env.LOOPSCOPE_CHILD;
  const own = '--require ' + JSON.stringify(__filename);
  const options = process.env.NODE_OPTIONS;
  delete process.env.LOOPSCOPE_CHILD;
  if (options === own) delete process.env.NODE_OPTIONS;
  else if (options !== undefined && options.startsWith(own + ' ')) process.env.NODE_OPTIONS = options.slice(own.length + 1);
  return address;
}

function leaveNoTrace() {
  delete require.cache[__filename];
}

// [0]: 0 nothing yet, 1 connected, 2 the program may begin; [1]: 0, 1 it is at its end, 2 all has been said
function startBridge(address) {
  const flags = new Int32Array(new SharedArrayBuffer(8));
  const hello = {
    pid: process.pid, parent: process.ppid, version: process.version, arguments: process.argv, options: process.execArgv, folder: process.cwd(),
    clusterWorker: process.connected && require('cluster').isWorker ? String(require('cluster').worker.id) : undefined,
  };
  const bridge = new threads.Worker(require('path').join(__dirname, 'bridge.cjs'),
    { name: 'loopscope', execArgv: [], env: {}, stdout: true, stderr: true, workerData: { address, flags, hello } });
  bridge.on('error', () => Atomics.store(flags, 0, 2));
  bridge.unref();
  return { bridge, flags };
}

// As a function is entered V8 takes what other threads have asked for, the debugger's messages; in a bare loop it need not.
const waitAMoment = (flags, place, value, ms = 2) => Atomics.wait(flags, place, value, ms);

function waitToBegin({ bridge, flags }) {
  let state = 0;
  let since = Date.now();
  while ((state = Atomics.load(flags, 0)) < 2) {
    const isLate = Date.now() - since > (state === 0 ? kPatienceToConnect : kPatienceToBegin);
    if (isLate) {
      if (state === 0) bridge.terminate();
      return state > 0;
    }
    if (waitAMoment(flags, 0, state, state === 0 ? 100 : 2) !== 'timed-out') since = Date.now();
  }
  return true;
}

// A session that is still open at the end has Node print that it waits for it.
function leaveAtTheEnd({ bridge, flags }) {
  const leave = () => {
    if (Atomics.compareExchange(flags, 1, 0, 1) !== 0) return;
    bridge.postMessage('leave');
    const since = Date.now();
    while (Atomics.load(flags, 1) < 2 && Date.now() - since < kPatienceToLeave) waitAMoment(flags, 1, 1);
    waitAMoment(flags, 1, 1); // the end of the session is heard here, while its thread still is
  };
  const { _kill, pid: self, reallyExit } = process;
  process.reallyExit = function() {
    leave();
    return reallyExit.apply(this, arguments);
  };
  // A signal to itself that it does not handle: Node takes it for the end.
  const { signals } = require('os').constants;
  const isHandled = (number) => Object.keys(signals).some((name) => signals[name] === number && process.listenerCount(name) > 0);
  process._kill = function(pid, number) {
    if (number > 0 && [0, -1, self, -self].includes(pid) && !isHandled(number)) leave();
    return _kill.apply(this, arguments);
  };
  // What the program calls is its own function, until the end: no frame of ours is in its stacks.
  let emit = process.emit;
  const emitAndLeave = function(name) {
    try {
      return emit.apply(this, arguments);
    } finally {
      if (name === 'exit') leave();
    }
  };
  Object.defineProperty(process, 'emit', {
    get: () => (process._exiting ? emitAndLeave : emit),
    set: (own) => { emit = own; },
    configurable: true, enumerable: false,
  });
}

function debugThisProcess() {
  const address = takeFromEnvironment();
  if (!address) return;
  threads.setEnvironmentData(kData, address);
  require('./spawn.cjs').install({ agent: __filename, address, binding: publicBinding });
  delete require.cache[require.resolve('./spawn.cjs')];
  const line = startBridge(address);
  leaveAtTheEnd(line);
  waitToBegin(line);
}

function debugThisThread() {
  const address = threads.getEnvironmentData(kData);
  if (!address) return;
  require('./spawn.cjs').install({ agent: __filename, address, binding: publicBinding });
  delete require.cache[require.resolve('./spawn.cjs')];
}

// process.binding would say that it is deprecated where the program wants to be told of such things.
function publicBinding(name) {
  const wantsAll = [...process.execArgv, process.env.NODE_OPTIONS, process.env.NODE_PENDING_DEPRECATION && '--pending-deprecation'].join(' ');
  return wantsAll.includes('--pending-deprecation') ? undefined : process.binding(name);
}

try {
  if (threads.isMainThread) debugThisProcess();
  else debugThisThread();
} catch {
  // It runs as it would without us.
}
leaveNoTrace();
