// ends in the midst: what waits goes on waiting
process.on('exit', (code) => console.log('exit', code));
setTimeout(() => console.log('never'), 100);
Promise.resolve().then(function leaving() { process.nextTick(() => console.log('never')); process.exit(7); });
