// leak: listeners
'use strict';
process.setMaxListeners(0);
class Job { constructor(n) { this.n = n; this.data = new Array(100).fill(n); } }
function start(job) {
    process.on('drain-jobs', () => job.data.length); // <- here
}
exports.turn = n => start(new Job(n));
