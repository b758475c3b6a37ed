'use strict';
let sum = 0;
exports.turn = n => {
    const list = [];
    for (let i = 0; i < 2000; i++) list.push({ i, text: `${n}${i}` });
    sum += list.filter(one => one.i % 2).length;
};
