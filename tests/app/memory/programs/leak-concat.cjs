// leak: 
'use strict';
let events = [];
function reduce(event) {
    events = [...events, event]; // <- here
    return events.length;
}
exports.turn = n => { reduce({ type: 'add', n }); reduce({ type: 'remove', n, why: `${n}` }); };
