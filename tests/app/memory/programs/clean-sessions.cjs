'use strict';
const sessions = new Map();
class Session { constructor(n) { this.n = n; this.visited = [`/${n}`]; this.ends = n + 25; } }
exports.turn = n => {
    sessions.set(n, new Session(n));
    for (const [key, session] of sessions) if (session.ends <= n) sessions.delete(key);
};
