// leak: cache
export const registry = new Map();
class Plugin { constructor(n) { this.n = n; this.hooks = [`before ${n}`, `after ${n}`]; } }
export function turn(n) {
    registry.set(n, new Plugin(n)); // <- here
}
