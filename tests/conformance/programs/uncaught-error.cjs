// node reports on stderr by itself: not written by the program
// ends in the midst: what waits goes on waiting
process.on('exit', (code) => console.log('exit', code));
setTimeout(function thrower() { throw new RangeError('thrown in a timer'); }, 1);
setTimeout(() => console.log('never'), 50);
