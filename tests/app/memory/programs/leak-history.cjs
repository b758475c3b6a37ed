// leak: list
'use strict';
const history = [];
function note(text) {
    history.push({ text, at: process.hrtime.bigint() }); // <- here
}
exports.turn = n => { note(`turn ${n} began`); note(`turn ${n} ended`); };
