// leak: global
'use strict';
globalThis.audit = [];
exports.turn = n => {
    for (let i = 0; i < 4; i++) audit.push({ at: n, who: `user${n}`, what: ['read', 'write'] }); // <- here
};
