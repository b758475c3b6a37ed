// not in trace lesson: ended by a signal, a program may get a few steps further than its last callback
// ends in the midst: what waits goes on waiting
console.log('before');
setTimeout(() => process.kill(process.pid, 'SIGTERM'), 5);
setInterval(() => {}, 1000);
