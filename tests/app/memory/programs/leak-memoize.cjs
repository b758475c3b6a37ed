// leak: cache
'use strict';
function memoize(work) {
    const known = new Map();
    return key => {
        if (!known.has(key)) known.set(key, work(key)); // <- here
        return known.get(key);
    };
}
const square = memoize(key => ({ key, value: key * key, text: `square of ${key}` }));
exports.turn = n => { square(n); square(n + 0.25); };
