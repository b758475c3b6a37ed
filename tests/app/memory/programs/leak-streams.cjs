// leak: streams
'use strict';
const { PassThrough } = require('node:stream');
const uploads = new Map();
exports.turn = n => {
    const stream = new PassThrough();
    stream.write(`upload ${n}`);
    uploads.set(n, stream); // <- here
};
