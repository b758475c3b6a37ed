// leak: timers
'use strict';
class Watcher {
    constructor(name) { this.name = name; this.values = new Array(64).fill(name); }
    start() { this.timer = setInterval(() => this.values.reverse(), 3_600_000); } // <- here
}
exports.turn = n => new Watcher(`watcher ${n}`).start();
