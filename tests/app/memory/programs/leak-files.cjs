// leak: streams
'use strict';
const { createReadStream } = require('node:fs');
const open = [];
function firstByte(path) {
    const stream = createReadStream(path, { highWaterMark: 16 });
    open.push(stream); // <- here
    return new Promise((resolve, reject) => stream.once('readable', () => resolve(stream.read(1))).once('error', reject));
}
exports.turn = () => firstByte(__filename);
