const fs = require('node:fs'), path = require('node:path'), os = require('node:os');
const fifo = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'loopscope-fifo-')), 'fifo');
require('node:child_process').execFileSync('mkfifo', [fifo]);
console.log('ready');
fs.openSync(fifo); // waits for a writer, in the kernel
