// Writes a tree of Generator.mjs down as a program that keeps its own account (account.cjs).
// Names: k tick, m queueMicrotask, i immediate, t timer, v interval, u unref'd timer, r reaction, a async function,
// h thenable, f file callback, z random bytes, w promise of a timer, s whoever carries a later call.
import path from 'node:path';

const account = path.join(import.meta.dirname, 'account.cjs');

export function emit(program) {
  return new Emitter(program).text;
}

class Emitter {
  #lines = [];
  #program;

  constructor(program) {
    this.#program = program;
    this.#head();
    this.#wrapped(program.start, () => this.#nodes(program.nodes));
  }

  get text() { return this.#lines.join('\n') + '\n'; }
  get #here() { return this.#lines.length + 1; }
  #put(line) { this.#lines.push(line); }

  #head() {
    const load = (name, module) => this.#put(this.#program.module
      ? `import ${name} from '${module}';` : `const ${name} = require('${module}');`);
    this.#put(`// seed ${this.#program.seed}, family ${this.#program.family}`);
    load('$', account);
    load('fs', 'node:fs');
    load('{ randomBytes }', 'node:crypto');
    load('{ AsyncLocalStorage }', 'node:async_hooks');
    load('{ EventEmitter }', 'node:events');
    load('waiting', 'node:timers/promises');
    this.#put('const here = process.argv[1], storage = new AsyncLocalStorage(), problems = [], counts = {};');
    this.#put('const count = (what) => { counts[what] = (counts[what] ?? 0) + 1; };');
    if (this.#program.throws) this.#put("process.on('uncaughtException', (error) => count(error.message));");
    this.#put("process.on('exit', () => { for (const key of Object.keys(counts).sort()) console.log(key, counts[key]); console.log('problems', problems); });");
  }

  // All of it inside a callback of the given kind.
  #wrapped(start, body) {
    switch (start) {
      case 'main': body(); break;
      case 'file':
        this.#put(`$.declare('start', 'poll', undefined, ${this.#here}); fs.stat(here, function start() {`);
        this.#callback('start', body);
        this.#put('});');
        break;
      default: this.#carried('start', start, body);
    }
  }

  #nodes(nodes) { for (const node of nodes) this[`_${node.type}`](node); }

  // The inside of an accounted callback.
  #callback(name, body, last = '') {
    this.#put(`$.begin('${name}'); try { count('${name[0]}');`);
    body();
    this.#put(`} finally { ${last}$.end('${name}'); }`);
  }

  // Calls `call` with an accounted function; `before` the call it is said to be queued.
  #queueing(queue, kind, name, call, rest, node) {
    const [open, close] = call;
    this.#put(`$.queued('${queue}', '${name}', '${kind}', ${this.#here}); ${open}function ${name}() {`);
    this.#callback(name, () => {
      rest();
      if (node?.throws) this.#put("throw new Error('on purpose');");
    });
    this.#put(`}${close}`);
  }

  // Runs `body` now, or inside a tick, a microtask, an immediate or a timer.
  #carried(name, by, body) {
    switch (by) {
      case 'sync': body(); break;
      case 'tick': this.#queueing('nextTick', 'TickObject', name, ['process.nextTick(', ');'], body); break;
      case 'micro': this.#queueing('microtask', 'queueMicrotask', name, ['queueMicrotask(', ');'], body); break;
      case 'immediate': this.#queueing('check', 'Immediate', name, ['setImmediate(', ');'], body); break;
      case 'timer': this.#queueing('timers', 'Timeout', name, ['setTimeout(', ', 1);'], body); break;
    }
  }

  #all(node) { return () => node.bodies.forEach((body) => this.#nodes(body)); }

  _tick(node) { this.#queueing('nextTick', 'TickObject', `k${node.id}`, ['process.nextTick(', ');'], this.#all(node), node); }
  _micro(node) { this.#queueing('microtask', 'queueMicrotask', `m${node.id}`, ['queueMicrotask(', ');'], this.#all(node), node); }
  _immediate(node) { this.#queueing('check', 'Immediate', `i${node.id}`, ['setImmediate(', ');'], this.#all(node), node); }
  _timer(node) { this.#queueing('timers', 'Timeout', `t${node.id}`, ['setTimeout(', `, ${node.ms});`], this.#all(node), node); }

  _refreshed(node) {
    this.#queueing('timers', 'Timeout', `t${node.id}`, [`const h${node.id} = setTimeout(`, `, ${node.ms});`], this.#all(node));
    this.#put(`h${node.id}.refresh();`);
  }

  _unref(node) {
    this.#queueing('timers', 'Timeout', `u${node.id}`, ['setTimeout(', ', 1e6).unref();'], () => {});
    this.#all(node)();
  }

  _interval(node) {
    const name = `v${node.id}`;
    this.#put(`let n${node.id} = 0;`);
    this.#put(`$.queued('timers', '${name}', 'Interval', ${this.#here}); const h${node.id} = setInterval(function ${name}() {`);
    this.#callback(name, () => {
      this.#put(`if (++n${node.id} === ${node.times}) {`);
      this.#all(node)();
      this.#put(`clearInterval(h${node.id}); }`);
    }, `if (n${node.id} < ${node.times}) $.queued('timers', '${name}'); `);
    this.#put(`}, ${node.ms});`);
  }

  _clearedTimer(node) { this.#cleared(node, `t${node.id}`, () => this.#queueing('timers', 'Timeout', `t${node.id}`,
    [`const h${node.id} = setTimeout(`, `, ${node.ms});`], () => {}), 'clearTimeout'); }
  _clearedImmediate(node) { this.#cleared(node, `i${node.id}`, () => this.#queueing('check', 'Immediate', `i${node.id}`,
    [`const h${node.id} = setImmediate(`, ');'], () => {}), 'clearImmediate'); }

  #cleared(node, name, arm, clear) {
    arm();
    this.#carried(`s${node.id}`, node.by, () => {
      this.#put(`$.cancelled('${name}'); ${clear}(h${node.id});`);
      this.#all(node)();
    });
  }

  _chain(node) {
    const names = node.links.map((how, index) => `r${node.id}_${index}`);
    // After a finally the moments are the engine's own: what follows is declared, not timed.
    const timed = node.links.indexOf('finally') < 0 ? node.links.length : node.links.indexOf('finally');
    names.forEach((name, index) => {
      if (index > timed) this.#put(`$.declare('${name}', 'microtask', 'reaction', 0);`);
      else if (index > 0 && index < timed) this.#put(`$.waits('${names[index - 1]}', '${name}', 'reaction');`);
    });
    if (timed > 0) this.#put(`$.queued('microtask', '${names[0]}', 'reaction', 0);`);
    this.#put('Promise.resolve(1)');
    node.links.forEach((how, index) => this.#link(node, how, names[index], node.bodies[index]));
    this.#put(';');
  }

  #link(node, how, name, body) {
    const method = how === 'throw' ? 'then' : how;
    if (how === 'finally') { // V8's own function runs as the job and calls this one
      this.#put(`.finally(function () {`);
      this.#nodes(body);
      this.#put('})');
      return;
    }
    this.#put(`.${method}(function ${name}() {`);
    this.#callback(name, () => {
      this.#nodes(body);
      if (how === 'throw') this.#put("throw new Error('for the next link');");
    }, `$.settle('${name}'); `);
    this.#put('})');
  }

  _deferred(node) {
    const key = `d${node.id}`;
    this.#put(`const ${key} = Promise.withResolvers();`);
    node.bodies.forEach((body, index) => {
      const name = `r${node.id}_${index}`;
      this.#put(`$.waits('${key}', '${name}', 'reaction'); ${key}.promise.${node.rejects ? 'catch' : 'then'}(function ${name}() {`);
      this.#callback(name, () => this.#nodes(body), `$.settle('${name}'); `);
      this.#put('});');
    });
    this.#settling(node.id, node.by, key, node.rejects ? 'reject' : 'resolve');
  }

  #settling(id, by, key, how) {
    this.#carried(`s${id}`, by, () => this.#put(`$.settle('${key}'); ${key}.${how}(1);`));
  }

  _async(node) {
    const name = `a${node.id}`;
    const last = node.bodies.length - 1;
    this.#put(`const p${node.id} = (async function ${name}() {`);
    this.#nodes(node.bodies[0] ?? []);
    node.awaits.forEach((wait, index) => {
      this.#await(name, `${node.id}_${index}`, wait, index === 0);
      this.#put(`$.begin('${name}'); count('a');`);
      if (index + 1 < last) this.#nodes(node.bodies[index + 1]);
    });
    this.#put(`$.settle('${name}');${node.awaits.length ? ` $.end('${name}');` : ''}`);
    this.#put('})();');
    if (last < 1) return;
    this.#put(`$.waits('${name}', 'r${node.id}', 'reaction'); p${node.id}.then(function r${node.id}() {`);
    this.#callback(`r${node.id}`, () => this.#nodes(node.bodies[last]), `$.settle('r${node.id}'); `);
    this.#put('});');
  }

  #await(name, id, { how, by }, first) {
    const leave = first ? '' : ` $.end('${name}');`;
    const queued = `$.queued('microtask', '${name}', 'await', 0);${leave}`;
    switch (how) {
      case 'value': this.#put(`${queued} await ${id.length};`); break;
      case 'settled': this.#put(`${queued} await Promise.resolve(2);`); break;
      case 'rejected': this.#put(`${queued} try { await Promise.reject(new Error('expected')); problems.push('no error'); } catch {}`); break;
      case 'deferred':
        this.#put(`const d${id} = Promise.withResolvers();`);
        this.#settling(id, by, `d${id}`, 'resolve');
        this.#put(`$.waits('d${id}', '${name}', 'await');${leave} await d${id}.promise;`);
        break;
      case 'thenable':
        this.#put(`$.queued('microtask', 'h${id}', 'thenable', 0);${leave} await { then: function h${id}(done) {`);
        this.#callback(`h${id}`, () => this.#put(`$.queued('microtask', '${name}', 'await', 0); done(3);`));
        this.#put('} };');
        break;
    }
  }

  _combined(node) {
    const name = `r${node.id}`;
    this.#put(`$.declare('${name}', 'microtask', 'reaction', 0); Promise.${node.how}([Promise.resolve(1), 2, (async () => { await 3; })()]).then(function ${name}() {`);
    this.#callback(name, this.#all(node));
    this.#put('});');
  }

  // One promise takes on the state of another: the moment is the engine's own.
  _adopted(node) {
    const name = `r${node.id}`;
    const promise = {
      async: '(async () => Promise.resolve(1))()',
      resolve: 'new Promise((resolve) => resolve(Promise.resolve(1)))',
      thenable: 'new Promise((resolve) => resolve({ then(done) { done(1); } }))',
      then: 'Promise.resolve(1).then(() => Promise.resolve(2))',
    }[node.how];
    this.#put(`$.declare('${name}', 'microtask', 'reaction', 0); ${promise}.then(function ${name}() {`);
    this.#callback(name, this.#all(node));
    this.#put('});');
  }

  _once(node) {
    this.#put(`const o${node.id} = new EventEmitter(); (async function () { await EventEmitter.once(o${node.id}, 'event'); count('o');`);
    this.#all(node)();
    this.#put('})();');
    this.#carried(`s${node.id}`, 'tick', () => this.#put(`o${node.id}.emit('event');`));
  }

  _generator(node) {
    this.#put(`(async function () { for await (const value of (async function* () { for (let i = 0; i < ${node.yields}; ++i) { yield i; await i; } })()) {`);
    this.#put(`count('g'); if (value === 0) {`);
    this.#all(node)();
    this.#put('} } })();');
  }

  _emitter(node) {
    this.#put(`const e${node.id} = new EventEmitter(); e${node.id}.${node.once ? 'once' : 'on'}('event', function () { count('e');`);
    this.#all(node)();
    this.#put(`}); e${node.id}.emit('event');`);
  }

  _storage(node) {
    this.#put(`storage.run(${node.id}, function () {`);
    this.#carried(`s${node.id}`, 'tick', () => {
      this.#put(`if (storage.getStore() !== ${node.id}) problems.push('storage ${node.id}');`);
      this.#all(node)();
    });
    this.#put('});');
  }

  _abort(node) {
    this.#put(`const c${node.id} = new AbortController(); c${node.id}.signal.addEventListener('abort', function () { count('c');`);
    this.#all(node)();
    this.#put(`}); c${node.id}.abort();`);
  }

  _file(node) {
    const name = `f${node.id}`;
    this.#put(`$.declare('${name}', 'poll', undefined, ${this.#here}); fs.${node.call}(here, function ${name}() {`);
    this.#callback(name, this.#all(node));
    this.#put('});');
  }

  _random(node) {
    const name = `z${node.id}`;
    this.#put(`$.declare('${name}', 'poll', undefined, ${this.#here}); randomBytes(16, function ${name}() {`);
    this.#callback(name, this.#all(node));
    this.#put('});');
  }

  _wait(node) {
    const name = `w${node.id}`;
    this.#put(`$.declare('${name}', 'microtask', 'reaction', 0); waiting.setTimeout(2).then(function ${name}() {`);
    this.#callback(name, this.#all(node));
    this.#put('});');
  }
}
