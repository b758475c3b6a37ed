// What a program sees of how it was started.
const { threadId, isMainThread, resourceLimits } = require('node:worker_threads');
console.log(process.argv.slice(1), process.execArgv, process.execPath, require.main === module, module.id);
console.log(threadId, isMainThread, resourceLimits, process.exitCode, process.stdin.isTTY, process.stdout.isTTY);
console.log(typeof gc, process.env.NODE_OPTIONS, Object.keys(process.env).filter((k) => k.startsWith('LOOPSCOPE_HIDDEN')), process.cwd());
console.log(Object.keys(process.env).join(), process.listenerCount('exit'), process.allowedNodeEnvironmentFlags.size, process.features);
console.log(process.report.getReport().header.commandLine.length > 1, process.version, process.release.name, process.config.variables.node_shared);
console.log(Object.keys(globalThis), Object.getOwnPropertyNames(globalThis).length, Object.keys(process).sort().join());
console.log(performance.eventLoopUtilization().idle, process._getActiveHandles().length, process.getActiveResourcesInfo());
