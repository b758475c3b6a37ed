// Compares a trace with the program's own account of the same run.

const linesOf = (at) => Number(/:(\d+):\d+$/.exec(at ?? '')?.[1] ?? 0);

/// The disagreements, as sentences. `functionsKnown`: the detail level promises the name of each function. `mayInfer`: what is told of
/// a queue may be inferred; then its callbacks must still be there, but may have no name and stand later than they were queued.
export function compareWithAccount({ lines }, account, script, { functionsKnown, mayInfer = false }) {
  const problems = [];
  const inferred = new Set(mayInfer ? lines.filter((one) => one.inferred && one.queue).map((one) => one.queue) : []);
  const declared = Object.fromEntries(Object.entries(account.declared).filter(([, { queue }]) => !inferred.has(queue)));
  const steps = account.steps.filter(([, name]) => name in declared);
  problems.push(...compareCounts(lines, account));
  const names = nameIds(lines, { declared }, script);
  if (functionsKnown) problems.push(...compareOrder(lines, steps, declared, names));
  if (functionsKnown) problems.push(...compareQueued(lines, steps, declared, names));
  return problems;
}

/// An account of plain Node must be true in itself: what it says was queued first in a queue that is first in, first out, ran first.
export function contradictions({ steps, declared }) {
  const problems = [];
  for (const queue of ['nextTick', 'microtask']) {
    const names = (wanted) => steps.filter(([step, name]) => step === wanted && declared[name].exact && declared[name].queue === queue).map(([, name]) => name);
    const [queued, ran] = [names('queued'), names('begin')];
    const at = ran.findIndex((name, index) => name !== queued[index]);
    if (at >= 0) problems.push(`the account contradicts itself: entry ${at} of ${queue} is ${queued[at]}, but ${ran[at]} ran`);
  }
  return problems;
}

// id -> name of the account: by the function that begins, or else by the line that queued it.
function nameIds(lines, { declared }, script) {
  const byLine = new Map();
  for (const [name, { queue, line }] of Object.entries(declared)) if (line && queue !== 'microtask') byLine.set(`${queue} ${line}`, name);
  const names = new Map();
  for (const record of lines) {
    if (record.th !== 0) continue;
    if (record.k === 'begin' && record.fn in declared) names.set(record.id, record.fn);
    if (record.k === 'enqueue' && record.at?.startsWith(script)) {
      const name = byLine.get(`${record.queue} ${linesOf(record.at)}`);
      if (name && !names.has(record.id) && (declared[name].kind ?? record.kind) === record.kind) names.set(record.id, name);
    }
  }
  return names;
}

// What ran, in which order, and what was waiting at the moment each began.
function compareOrder(lines, steps, declared, names) {
  const told = steps.filter(([step]) => step === 'begin').length;
  const seen = lines.filter((one) => one.k === 'begin' && names.has(one.id)).length;
  const account = new Waiting(declared);
  const trace = new Waiting(declared);
  let at = 0;
  let count = 0;
  for (const record of lines) {
    const name = names.get(record.id);
    if (record.th !== 0 || name === undefined) continue;
    const exact = declared[name].exact;
    if (record.k === 'enqueue' && exact) trace.add(name, record.kind === 'Interval' || record.queue === 'timers' ? record.id : undefined);
    if (record.k === 'cancel' && exact) trace.drop(name);
    if (record.k !== 'begin') continue;
    ++count;
    while (at < steps.length && steps[at][0] !== 'begin') account.step(steps[at++]);
    if (at === steps.length) return [`line ${record.line}: ${name} begins, the program had nothing more to run`];
    if (steps[at][1] !== name)
      return [`line ${record.line}: callback ${count} is ${name} (${record.queue}), the program ran ${steps[at][1]} (${declared[steps[at][1]].queue})`];
    const { queue, kind } = declared[name];
    if (record.queue !== queue) return [`line ${record.line}: ${name} begins in ${record.queue}, the program put it into ${queue}`];
    if (kind && record.kind !== kind) return [`line ${record.line}: ${name} begins as ${record.kind}, it is ${kind}`];
    const difference = account.difference(trace);
    if (difference) return [`line ${record.line}: as ${name} begins, ${difference}`];
    account.step(steps[at++]);
    if (exact) trace.drop(name);
  }
  return told === seen ? [] : [`${told} callbacks ran, the trace has ${seen}`];
}

// Without names: as many of each queue as the program knows of.
function compareCounts(lines, { steps, declared }) {
  const problems = [];
  for (const queue of ['timers', 'check', 'nextTick', 'microtask']) {
    const told = steps.filter(([step, name]) => step === 'begin' && declared[name].queue === queue);
    const seen = lines.filter((one) => one.th === 0 && one.k === 'begin' && one.queue === queue && !one.internal);
    if (seen.length < told.length) problems.push(`${told.length} callbacks of the program ran from ${queue}, the trace has ${seen.length}`);
  }
  return problems;
}

// What was put into a queue, in order.
function compareQueued(lines, steps, declared, names) {
  const problems = [];
  const order = (list) => list.join(' ');
  for (const queue of ['nextTick', 'microtask', 'check']) {
    const exact = (name) => declared[name]?.exact && declared[name].queue === queue;
    const cancelled = new Set(steps.filter(([step]) => step === 'cancelled').map(([, name]) => name));
    const told = steps.filter(([step, name]) => step === 'queued' && exact(name) && !cancelled.has(name)).map(([, name]) => name);
    const seen = lines.filter((one) => one.th === 0 && one.k === 'enqueue' && exact(names.get(one.id)) && !cancelled.has(names.get(one.id))).map((one) => names.get(one.id));
    if (order(told) === order(seen)) continue;
    const at = told.findIndex((name, index) => name !== seen[index]);
    problems.push(`entry ${at} of ${queue} is ${seen[at]}, the program queued ${told[at]}`);
  }
  return problems;
}

// A multiset of names.
class Waiting {
  #counts = new Map();
  #armed = new Set();
  #declared;

  constructor(declared) { this.#declared = declared; }

  step([step, name]) {
    if (!this.#declared[name].exact) return;
    if (step === 'queued') this.add(name);
    if (step === 'begin' || step === 'cancelled') this.drop(name);
  }

  // A timer that waits and is armed again (refresh) waits once.
  add(name, timer) {
    if (timer !== undefined && this.#armed.has(name)) return;
    if (timer !== undefined) this.#armed.add(name);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  drop(name) {
    this.#armed.delete(name);
    const left = (this.#counts.get(name) ?? 0) - 1;
    if (left > 0) this.#counts.set(name, left);
    else this.#counts.delete(name);
  }

  difference(other) {
    for (const [name, count] of this.#counts)
      if ((other.#counts.get(name) ?? 0) < count) return `${name} waits in ${this.#declared[name].queue}, the trace does not know it`;
    for (const [name, count] of other.#counts)
      if ((this.#counts.get(name) ?? 0) < count) return `the trace has ${name} waiting in ${this.#declared[name].queue}, it does not`;
    return null;
  }
}
