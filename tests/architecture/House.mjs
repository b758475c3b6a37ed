// The house as it stands: targets with their link lines (from CMake) and source files with their include lines.
import fs from 'node:fs';
import path from 'node:path';

export const floors = ['runtime', 'inspector', 'visualizer', 'app'];

/// Reads what tests/architecture/CMakeLists.txt wrote. A target's `allowed` is every target it may include from:
/// what it links itself, and what those offer publicly.
export function readTargets(text) {
  const targets = new Map();
  for (const line of text.split('\n').filter(Boolean)) {
    const [name, type, folder, sources, links, offers] = line.split('|');
    const list = (value) => value.split(',').filter(Boolean);
    targets.set(name, { name, type, folder, sources: list(sources), links: list(links), offers: list(offers) });
  }
  for (const target of targets.values()) target.allowed = reachable(targets, target);
  return targets;
}

function reachable(targets, target) {
  const seen = new Set([target.name]);
  const todo = [...target.links, ...target.offers].map(plainName);
  while (todo.length) {
    const name = todo.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    // $<LINK_ONLY:x> is a private link of a static library: needed by the linker, no permission to include.
    for (const next of targets.get(name)?.offers ?? []) if (!next.startsWith('$<LINK_ONLY:')) todo.push(plainName(next));
  }
  return seen;
}

const plainName = (link) => /^\$<(?:LINK_ONLY|BUILD_INTERFACE):(.*)>$/.exec(link)?.[1] ?? link;

/// Every C++ file below the floors and tests/, with its include lines.
export function readSources(root) {
  const files = [];
  for (const floor of [...floors, 'tests']) {
    const top = path.join(root, floor);
    if (!fs.existsSync(top)) continue;
    for (const name of fs.readdirSync(top, { recursive: true }).sort())
      if (/\.(h|cpp|cc|hpp)$/.test(name)) files.push(readSource(root, path.join(floor, name)));
  }
  return files;
}

function readSource(root, name) {
  const lines = fs.readFileSync(path.join(root, name), 'utf8').split('\n');
  const includes = [];
  lines.forEach((line, index) => {
    const match = /^\s*#\s*include\s*([<"])([^>"]+)[>"]/.exec(line);
    if (match) includes.push({ line: index + 1, quoted: match[1] === '"', what: match[2] });
  });
  return { name, folder: path.dirname(name), lines: lines.length - 1, text: lines.join('\n'), includes };
}

/// The rooms a file may lie in: the targets that name it, or the source file it is the header of, or else all whose
/// folder is the nearest above it.
export function roomsOf(targets, file) {
  for (const name of [file, file.replace(/\.h$/, '.cpp')]) {
    const owners = [...targets.values()].filter(
      (target) => target.sources.some((source) => source === name || path.join(target.folder, source) === name));
    if (owners.length) return owners;
  }
  for (let folder = path.dirname(file); folder !== '.'; folder = path.dirname(folder)) {
    const here = [...targets.values()].filter((target) => target.folder === folder);
    if (here.length) return here;
  }
  return [];
}
