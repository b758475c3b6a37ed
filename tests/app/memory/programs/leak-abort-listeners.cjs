// leak: listeners
'use strict';
require('node:events').setMaxListeners(0);
const shutdown = new AbortController();
require('node:events').setMaxListeners(0, shutdown.signal);
function fetchAll(request) {
    shutdown.signal.addEventListener('abort', () => request.items.pop()); // <- here
    return request.items.length;
}
exports.turn = n => fetchAll({ items: [n, n + 1, `item ${n}`] });
