// leak: closures
'use strict';
const subscribers = [];
function handle(request) {
    const whole = Buffer.alloc(20_000, 1);
    const size = whole.length;
    subscribers.push(function onChange() { return size + whole[0] + request.id; }); // <- here
}
exports.turn = n => handle({ id: n });
