// leak: 
'use strict';
let newest = null;
class Entry { constructor(value, next) { this.value = value; this.next = next; } }
function remember(value) {
    newest = new Entry(value, newest); // <- here
}
exports.turn = n => { remember(`value ${n}`); remember({ n }); };
