// leak: list
'use strict';
class Pool {
    #free = [];
    release(connection) {
        this.#free.push(connection); // <- here
    }
}
const pool = new Pool();
class Connection { constructor(n) { this.n = n; this.buffer = new Array(30).fill(n); } }
exports.turn = n => pool.release(new Connection(n));
