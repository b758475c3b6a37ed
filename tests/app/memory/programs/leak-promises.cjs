// leak: promises
'use strict';
const waiting = [];
function acquire() {
    return new Promise(resolve => waiting.push(resolve)); // <- here
}
async function work(n) {
    const label = `work ${n}`;
    await acquire();
    return label;
}
exports.turn = n => { work(n); work(n + 0.5); };
