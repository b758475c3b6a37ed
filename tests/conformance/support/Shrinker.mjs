// Makes a failing program small: cuts away nodes as long as it still fails.

/// `fails(program)` resolves to true if the program still shows the fault. At most `budget` tries.
export async function shrink(program, fails, budget = 120) {
  let best = program;
  let progress = true;
  while (progress && budget > 0) {
    progress = false;
    for (const cut of cuts(best)) {
      if (budget-- <= 0) break;
      const smaller = structuredClone(best);
      remove(smaller, cut);
      if (!(await fails(smaller))) continue;
      best = smaller;
      progress = true;
      break;
    }
  }
  return best;
}

// Where something can be cut: { path to a list, from, count }, the largest pieces first. Last of all, a node can give
// its place to what it holds.
function cuts(program) {
  const found = [];
  const visit = (nodes, path) => {
    for (let count = nodes.length; count >= 1; count = Math.floor(count / 2))
      for (let from = 0; from < nodes.length; from += count)
        found.push({ path, from, count, weight: nodes.slice(from, from + count).reduce((sum, node) => sum + weigh(node), 0) });
    nodes.forEach((node, i) => node.bodies.forEach((body, j) => visit(body, [...path, i, 'bodies', j])));
  };
  visit(program.nodes, ['nodes']);
  const lifts = found.filter((cut) => cut.count === 1 && cut.weight > 1).map((cut) => ({ ...cut, lift: true }));
  return [...found.sort((a, b) => b.weight - a.weight), ...lifts];
}

const weigh = (node) => 1 + node.bodies.flat().reduce((sum, inner) => sum + weigh(inner), 0);

function remove(program, { path, from, count, lift }) {
  const list = path.reduce((value, key) => value[key], program);
  list.splice(from, count, ...(lift ? list[from].bodies.flat() : []));
}
