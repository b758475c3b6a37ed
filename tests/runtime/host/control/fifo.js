require('node:child_process').execFileSync('mkfifo', ['fifo']); // in the working folder that the test gives
console.log('ready');
require('node:fs').openSync('fifo'); // waits for a writer, in the kernel
