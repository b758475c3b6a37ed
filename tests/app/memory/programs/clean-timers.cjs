'use strict';
exports.turn = n => new Promise(resolve => {
    const late = setTimeout(() => resolve('late'), 60_000, { n });
    setTimeout(() => { clearTimeout(late); resolve(n); }, 1);
});
