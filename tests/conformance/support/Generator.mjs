// Random programs as trees. A node is { type, id, bodies, ... }: `bodies` are lists of nodes that run inside its callbacks.
// Emitter.mjs writes a tree down as JavaScript; Shrinker.mjs cuts it down.
import { Random } from './Random.mjs';

// What may be mixed freely with a fixed order in every run: everything but I/O, several timer durations, and timers beside immediates.
const always = ['tick', 'micro', 'chain', 'deferred', 'async', 'tick', 'micro', 'async', 'chain', 'combined', 'generator', 'emitter', 'storage', 'abort', 'adopted', 'once'];
const families = {
  immediates: ['immediate', 'immediate', 'clearedImmediate'],
  timers: ['timer', 'timer', 'interval', 'clearedTimer', 'refreshed', 'unref'],
  mixed: ['immediate', 'timer', 'interval', 'clearedTimer', 'clearedImmediate', 'refreshed', 'unref', 'file', 'random', 'wait', 'file'],
};
const awaits = ['value', 'settled', 'deferred', 'thenable', 'rejected', 'value', 'settled'];
const carriers = { immediates: ['sync', 'tick', 'micro', 'immediate'], timers: ['sync', 'tick', 'micro', 'timer'], mixed: ['sync', 'tick', 'micro', 'immediate', 'timer'] };

/// A program of `trees` independent trees that all start at once.
export function generate(seed, trees) {
  const random = new Random(seed);
  const family = random.pick(['immediates', 'timers', 'mixed']);
  const program = {
    seed,
    family,
    module: random.chance(0.25),
    start: random.pick(['main', 'main', 'tick', family === 'timers' ? 'timer' : 'immediate', 'file']),
    throws: random.chance(0.2),
    nodes: [],
  };
  program.fixedOrder = family !== 'mixed' && !program.throws;
  const maker = new Maker(random, program);
  for (let i = 0; i < trees; ++i) program.nodes.push(maker.node(random.between(1, 4)));
  return program;
}

class Maker {
  #random;
  #program;
  #nextId = 1;
  #types;

  constructor(random, program) {
    this.#random = random;
    this.#program = program;
    // After an error Node goes on with what was left at a moment that depends on the clock: nothing may be cleared in a race with it.
    const own = families[program.family].filter((type) => !(program.throws && type.startsWith('cleared')));
    this.#types = [...always, ...own, ...own];
  }

  node(depth) {
    const type = this.#random.pick(this.#types);
    const node = { type, id: this.#nextId++, bodies: [] };
    this[`${type}Node`]?.(node, depth);
    if (node.bodies.length === 0) node.bodies.push(this.#body(depth));
    if (this.#program.throws && ['tick', 'micro', 'immediate', 'timer'].includes(type)) node.throws = this.#random.chance(0.25);
    return node;
  }

  timerNode(node) { node.ms = this.#duration(); }
  refreshedNode(node) { node.ms = this.#duration(); }
  intervalNode(node) { node.ms = this.#duration(); node.times = this.#random.between(1, 3); }
  clearedTimerNode(node) { node.ms = this.#duration(); node.by = this.#random.pick(['sync', 'tick', 'micro']); }
  clearedImmediateNode(node) { node.by = this.#random.pick(['sync', 'tick', 'micro']); }
  combinedNode(node) { node.how = this.#random.pick(['all', 'race', 'any', 'allSettled']); }
  adoptedNode(node) { node.how = this.#random.pick(['async', 'resolve', 'thenable', 'then']); }
  generatorNode(node) { node.yields = this.#random.between(1, 3); }
  fileNode(node) { node.call = this.#random.pick(['stat', 'readFile', 'access']); }
  emitterNode(node) { node.once = this.#random.chance(0.5); }

  // .then .then .catch ..: each link has a body of its own; a link that throws is followed by a catch.
  chainNode(node, depth) {
    node.links = [];
    for (let i = this.#random.between(1, 4); i > 0; --i) {
      const how = this.#random.pick(['then', 'then', 'throw', 'then', 'finally']);
      this.#link(node, how, depth);
      if (how === 'throw') this.#link(node, 'catch', depth);
    }
  }

  #link(node, how, depth) {
    node.links.push(how);
    node.bodies.push(this.#body(depth));
  }

  // A promise that is settled later, by whoever carries the call, with several handlers.
  deferredNode(node, depth) {
    node.by = this.#random.pick(carriers[this.#program.family]);
    node.rejects = this.#random.chance(0.3);
    for (let i = this.#random.between(1, 3); i > 0; --i) node.bodies.push(this.#body(depth));
  }

  asyncNode(node, depth) {
    node.awaits = [];
    node.bodies.push(this.#body(depth));
    for (let i = this.#random.between(0, 3); i > 0; --i) {
      node.awaits.push({ how: this.#random.pick(awaits), by: this.#random.pick(carriers[this.#program.family]) });
      node.bodies.push(this.#body(depth));
    }
    node.bodies.push(this.#body(depth)); // of a .then on what it returns
  }

  #body(depth) {
    const nodes = [];
    if (depth > 0) for (let i = this.#random.below(3); i > 0; --i) nodes.push(this.node(depth - 1));
    return nodes;
  }

  #duration() { return this.#program.family === 'mixed' ? this.#random.pick([0, 1, 1, 2, 5, 7]) : 1; }
}
