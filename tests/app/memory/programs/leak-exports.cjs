// leak: 
'use strict';
exports.results = {};
exports.turn = n => {
    exports.results[`run ${n}`] = { n, lines: [`${n} a`, `${n} b`] }; // <- here
};
