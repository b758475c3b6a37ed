'use strict';
const extra = new WeakMap();
exports.turn = n => {
    for (let i = 0; i < 50; i++) {
        const key = { n, i };
        extra.set(key, { text: `extra ${n}.${i}`, list: new Array(20).fill(i) });
    }
};
