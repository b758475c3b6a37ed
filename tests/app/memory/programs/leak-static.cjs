// leak: cache
'use strict';
class Session {
    static all = new Set();
    constructor(id) {
        this.id = id;
        this.cart = [id, id];
        Session.all.add(this); // <- here
    }
}
exports.turn = n => new Session(n).cart.length;
