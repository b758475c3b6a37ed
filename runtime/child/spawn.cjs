// Has the child processes that this thread starts be debugged too: those that are node, or that lead to one, get the agent with their
// environment. The program's own process.env, options and arguments stay as they are.
'use strict';

const { accessSync, closeSync, constants, openSync, readSync, realpathSync } = require('fs'); // now: the program may put others in their place
const { basename, join, resolve } = require('path');

// What another program may be asked to start: "node x.js", "npm test", "./cli.mjs".
const kLeadsToNode = /(^|[\s/;&|"'`(])(node|nodejs|npm|npx|pnpm|yarn|corepack|tsx|ts-node)\d*($|[\s;&|"'`)])|\.[cm]?[jt]s($|[\s;&|"'`)])/;
const kStarters = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh', 'busybox', 'env', 'nice', 'nohup', 'time', 'timeout', 'stdbuf', 'setsid', 'xargs']);
// With these a preload is refused or does harm.
const kUnfit = /(^|\s)--(experimental-)?(permission|build-snapshot|build-sea|sea-config)/;
const kMostRead = 64 * 1024;
const kinds = new Map(); // by file: 'node', 'starter', 'script', 'other'

function valueOf(pairs, name) {
  const entry = pairs.find((pair) => pair.startsWith(name + '='));
  return entry === undefined ? undefined : entry.slice(name.length + 1);
}

function findFile({ file, cwd, envPairs }) {
  if (file.includes('/')) return resolve(cwd || process.cwd(), file);
  const folders = (valueOf(envPairs, 'PATH') || '/usr/local/bin:/usr/bin:/bin').split(':');
  return folders.map((folder) => join(folder || '.', file)).find((full) => {
    try { return accessSync(full, constants.X_OK), true; } catch { return false; }
  });
}

function readBeginning(file) {
  const buffer = Buffer.alloc(kMostRead);
  const handle = openSync(file, 'r');
  try {
    return buffer.toString('latin1', 0, readSync(handle, buffer, 0, kMostRead, 0));
  } finally {
    closeSync(handle);
  }
}

function kindOf(file) {
  if (!file) return 'other';
  const real = realpathSync(file);
  if (/^node(js)?[\d.-]*$/.test(basename(real)) || real === realpathSync(process.execPath)) return 'node';
  if (kStarters.has(basename(file)) || kStarters.has(basename(real))) return 'starter';
  const text = readBeginning(real);
  if (!text.startsWith('#!')) return 'other';
  const first = text.slice(0, text.indexOf('\n'));
  return /\bnode\b/.test(first) ? 'node' : kLeadsToNode.test(text) ? 'script' : 'other';
}

function leadsToNode(options) {
  const file = findFile(options);
  if (!kinds.has(file)) kinds.set(file, kindOf(file));
  const kind = kinds.get(file);
  const words = options.args.slice(1).join(' ');
  if (kUnfit.test(words) || kUnfit.test(valueOf(options.envPairs, 'NODE_OPTIONS') || '')) return false;
  return kind === 'node' || kind === 'script' || (kind === 'starter' && kLeadsToNode.test(words));
}

/// The environment with the agent; the same where the file leads to no node.
function withAgent({ file, args, cwd, envPairs }, { agent, address }) {
  if (typeof file !== 'string' || !Array.isArray(envPairs) || !Array.isArray(args) || !leadsToNode({ file, args, cwd, envPairs })) return envPairs;
  const before = valueOf(envPairs, 'NODE_OPTIONS');
  const nodeOptions = `NODE_OPTIONS=--require ${JSON.stringify(agent)}${before === undefined ? '' : ` ${before}`}`;
  const others = envPairs.filter((pair) => !pair.startsWith('NODE_OPTIONS=') && !pair.startsWith('LOOPSCOPE_CHILD='));
  return [...others, nodeOptions, `LOOPSCOPE_CHILD=${address}`];
}

// Node 26 gives (file, args, cwd, envPairs, ..), older ones and spawnSync an object, which may have much by inheritance.
function changeArguments(all, line) {
  const [first, args, cwd, envPairs, ...rest] = all;
  if (typeof first === 'string') return [first, args, cwd, withAgent({ file: first, args, cwd, envPairs }, line), ...rest];
  const changed = withAgent(first, line);
  return changed === first.envPairs ? all : [Object.create(first, { envPairs: { value: changed } }), ...all.slice(1)];
}

// `binding`: gives Node's own parts that start processes, by name; undefined where they cannot be had.
function install({ agent, address, binding }) {
  const wrap = (holder) => {
    const original = holder && holder.spawn;
    if (typeof original !== 'function') return;
    holder.spawn = function spawn(...given) {
      let all = given;
      try { all = changeArguments(given, { agent, address }); } catch { /* it starts as it would without us */ }
      return Reflect.apply(original, this, all);
    };
  };
  const processes = binding('process_wrap');
  wrap(processes && processes.Process && processes.Process.prototype);
  wrap(binding('spawn_sync'));
}

exports.install = install;
