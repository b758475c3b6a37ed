'use strict';
const bus = new (require('node:events').EventEmitter)();
exports.turn = n => {
    const request = { n, body: new Array(100).fill(n) };
    const onTick = () => request.n;
    bus.on('tick', onTick);
    bus.emit('tick');
    bus.off('tick', onTick);
};
