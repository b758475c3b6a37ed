// leak: 
'use strict';
let report = '';
function log(line) {
    report += line + '\n'; // <- here
}
exports.turn = n => { for (let i = 0; i < 20; i++) log(`turn ${n}: step ${i} of the work was done well`); };
