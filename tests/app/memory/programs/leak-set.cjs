// leak: cache
'use strict';
const seen = new Set();
function isNew(id) {
    const isIt = !seen.has(id);
    seen.add(id); // <- here
    return isIt;
}
exports.turn = n => { for (let i = 0; i < 5; i++) isNew(`message-${n}-${i}-${'x'.repeat(30)}`); };
