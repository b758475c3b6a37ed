// leak: 
'use strict';
let received = Buffer.alloc(0);
function onData(chunk) {
    received = Buffer.concat([received, chunk]); // <- here
}
exports.turn = n => onData(Buffer.alloc(8000, n));
