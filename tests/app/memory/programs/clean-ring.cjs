'use strict';
const last = new Array(256);
let at = 0;
exports.turn = n => {
    for (let i = 0; i < 12; i++) last[at++ % last.length] = { n, i, text: `sample ${n}.${i}` };
};
