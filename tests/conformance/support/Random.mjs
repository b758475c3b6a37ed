// The same numbers for the same seed, on every machine.
export class Random {
  #state;

  constructor(seed) { this.#state = seed >>> 0; }

  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let x = this.#state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  }

  below(limit) { return Math.floor(this.next() * limit); }
  between(low, high) { return low + this.below(high - low + 1); }
  chance(share) { return this.next() < share; }
  pick(list) { return list[this.below(list.length)]; }
}
