'use strict';
const waiting = [];
const acquire = () => new Promise(resolve => waiting.push(resolve));
exports.turn = async n => {
    const all = Promise.all([acquire(), acquire(), acquire()].map(async (one, i) => ({ n, i, value: await one })));
    while (waiting.length) waiting.shift()(n);
    return all;
};
