// leak: listeners
'use strict';
const { EventEmitter } = require('node:events');
const feed = new EventEmitter().setMaxListeners(0);
function serve(request) {
    feed.on('price', price => { request.last = price; }); // <- here
    return request.id;
}
exports.turn = n => { serve({ id: n, body: new Array(50).fill(n) }); feed.emit('price', n); };
