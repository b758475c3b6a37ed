'use strict';
const { createReadStream } = require('node:fs');
const { text } = require('node:stream/consumers');
const { gzip } = require('node:zlib');
exports.turn = async () => {
    const source = await text(createReadStream(__filename, { highWaterMark: 64 }));
    await new Promise((resolve, reject) => gzip(source, error => (error ? reject(error) : resolve())));
};
