'use strict';
const modules = ['zlib', 'crypto', 'http2', 'readline', 'tls', 'dgram', 'worker_threads', 'perf_hooks', 'inspector', 'querystring'];
exports.turn = n => {
    // Some load in each round, and each has code of its own.
    if (n % 12 === 0) require(`node:${modules[(n / 12) % modules.length]}`);
    return new Function('x', `return x + ${n % 7}`)(n);
};
