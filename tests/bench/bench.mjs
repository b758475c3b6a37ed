// What watching costs. Every figure is a ratio to a baseline of the same rounds: all variants of a workload run one after
// the other, round by round, and the medians are compared. Figures of different runs of this program do not compare.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values: options, positionals: [filter = ''] } = parseArgs({
  allowPositionals: true,
  options: {
    build: { type: 'string', default: process.env.LOOPSCOPE_BUILD_DIR },
    scale: { type: 'string', default: '0.5' },
    rounds: { type: 'string', default: '5' },
    large: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (options.help) {
  console.log('usage: ./dev bench [FILTER] [--scale 0.5] [--rounds 5] [--large] [--json]\nFILTER: part of awaits, http, files, timers, calls, start, window, seek, frames, debug, heap\nheap: snapshots of about 30 and 150 MB; --large adds one of 600 MB');
  process.exit(0);
}
const bin = path.join(options.build, 'bin');
const loopscope = path.join(bin, 'loopscope');
const helper = path.join(bin, 'bench-recording');
const node = process.execPath;
const rounds = Number(options.rounds);
const scale = Number(options.scale);
if (!['awaits', 'http', 'files', 'timers', 'calls', 'start', 'window', 'seek', 'frames', 'debug', 'heap'].some((name) => name.includes(filter))) {
  console.error(`bench: nothing is called '${filter}'; see ./dev bench --help`);
  process.exit(2);
}
const programs = path.join(import.meta.dirname, 'programs');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bench-'));
process.on('exit', () => fs.rmSync(folder, { recursive: true, force: true }));
const recording = path.join(folder, 'bench.loopscope');
const results = {};

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const ratio = (a, b) => (Number.isFinite(a / b) ? (a / b).toFixed(2) : '-');
const wanted = (name) => name.includes(filter);

// `until` ends the measuring at the first output; the program may go on.
function run(command, args, environment = {}) {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    let first = null, stdout = '', stderr = '';
    const child = spawn(command, args, { env: { ...process.env, BENCH_SCALE: String(scale), ...environment }, stdio: ['ignore', 'pipe', 'pipe'], timeout: 600_000 });
    child.stdout.on('data', (text) => { first ??= performance.now() - start; stdout += text; });
    child.stderr.on('data', (text) => { stderr += text; });
    child.on('error', reject);
    child.on('close', (code, signal) => (code === 0 ? resolve({ first, total: performance.now() - start, stdout })
      : reject(new Error(`${path.basename(command)} ${args.join(' ')} ended with ${code ?? signal}: ${stderr.slice(0, 300)}`))));
  });
}

const tracing = (detail) => [loopscope, ['trace', '--detail', detail, '--format', 'loopscope', '-o', recording]];
const variants = {
  node: [node, []],
  hooks: [node, ['--require', path.join(programs, 'hooks.cjs')]],
  unwatched: [loopscope, ['run']],
  monitor: tracing('monitor'),
  trace: tracing('trace'),
  lesson: tracing('lesson'),
};

async function measure(name) {
  const taken = Object.fromEntries(Object.keys(variants).map((variant) => [variant, []]));
  for (let round = 0; round < rounds; ++round) {
    for (const [variant, [command, args]] of Object.entries(variants)) {
      const { stdout } = await run(command, [...args, path.join(programs, `${name}.cjs`)]);
      const figures = JSON.parse(/^measured (.*)$/m.exec(stdout)[1]);
      if (fs.existsSync(recording) && fs.existsSync(helper)) figures.events = (await inspect(recording)).records;
      fs.rmSync(recording, { force: true });
      taken[variant].push(figures);
    }
  }
  const of = (variant, what) => median(taken[variant].map((one) => one[what]));
  return Object.fromEntries(Object.keys(variants).map((variant) => [variant, { cpu: of(variant, 'cpu'), wall: of(variant, 'wall'), events: of(variant, 'events') }]));
}

async function inspect(file, ...more) {
  return JSON.parse((await run(helper, [file, ...more])).stdout);
}

async function costs() {
  const names = ['awaits', 'http', 'files', 'timers', 'calls'].filter(wanted);
  if (!names.length) return;
  console.log(`What watching costs: loop-thread CPU (and wall) as a ratio to unwatched; stock async_hooks to plain node.\n`
    + `${rounds} rounds, scale ${scale} (1 is 1e6 awaits, 20k requests, 100k files, 100k timers + immediates + ticks)\n`);
  row('', 'unwatched', 'Monitor', 'Trace', 'Lesson', 'async_hooks', 'ns an event', 'ns an event');
  row('', 'CPU ms', '', '', '', 'all five', 'Trace', 'Lesson');
  for (const name of names) {
    const figures = (results[name] = await measure(name));
    const both = (variant, base) => `${ratio(figures[variant].cpu, figures[base].cpu)} (${ratio(figures[variant].wall, figures[base].wall)})`;
    const each = (variant) => (figures[variant].events > 10_000 ? (((figures[variant].cpu - figures.unwatched.cpu) * 1e6) / figures[variant].events).toFixed(0) : '-');
    row(name, figures.unwatched.cpu.toFixed(0), both('monitor', 'unwatched'), both('trace', 'unwatched'), both('lesson', 'unwatched'), both('hooks', 'node'), each('trace'), each('lesson'));
  }
  console.log();
}

// A window that was painted and has nothing more to do, with no desktop to wait for.
async function window() {
  if (!wanted('window')) return;
  const hello = path.join(programs, 'hello.cjs');
  const [node, nodeArgs] = variants.node;
  const state = path.join(folder, 'state');
  const times = { node: [], window: [] };
  for (let round = 0; round < rounds * 3; ++round) {
    times.node.push((await run(node, [...nodeArgs, hello])).first);
    times.window.push((await run(loopscope, ['--quit-when-usable', '--state-dir', state, hello], { QT_QPA_PLATFORM: 'offscreen' })).first);
  }
  console.log('From the command to a usable window');
  results.window = median(times.window);
  row("plain node's first line", `${median(times.node).toFixed(0)} ms`, '1.00');
  row('loopscope FILE', `${median(times.window).toFixed(0)} ms`, ratio(median(times.window), median(times.node)));
  console.log();
}

async function start() {
  if (!wanted('start')) return;
  const hello = path.join(programs, 'hello.cjs');
  const ways = { 'plain node': variants.node, 'loopscope run': variants.unwatched, 'loopscope trace': variants.trace };
  const first = Object.fromEntries(Object.keys(ways).map((way) => [way, []]));
  for (let round = 0; round < rounds * 3; ++round)
    for (const [way, [command, args]] of Object.entries(ways)) first[way].push((await run(command, [...args, hello])).first);
  console.log('From the command to the first line of output');
  for (const way of Object.keys(ways)) {
    results[way] = median(first[way]);
    row(way, `${median(first[way]).toFixed(0)} ms`, ratio(median(first[way]), median(first['plain node'])));
  }
  console.log();
}

// A recording of at least a million records, opened and scrubbed as the window does it.
async function seek() {
  if (!wanted('seek')) return;
  const [command, args] = variants.trace;
  await run(command, [...args, path.join(programs, 'awaits.cjs')], { BENCH_SCALE: '0.25' });
  const bytes = fs.statSync(recording).size;
  const { records, lost, open, fold, seek: median_, worst } = (results.seek = await inspect(recording, '500'));
  fs.rmSync(recording);
  console.log(`A recording of ${records} records (${lost} lost), ${(bytes / records).toFixed(1)} bytes each in the file`);
  row('opened', `${open.toFixed(0)} ms`);
  row('folded', `${fold.toFixed(0)} ms`);
  row('seek, median', `${median_.toFixed(2)} ms`);
  row('seek, worst', `${worst.toFixed(2)} ms`);
  console.log();
}

// The window at the size of a full-HD screen: what its thread takes for a frame while somebody moves about in ten million
// records, and while a program pours in as much as it can.
async function frames() {
  if (!wanted('frames')) return;
  const driver = path.join(options.build, 'tests', 'host', 'FrameDriver.cjs');
  const drive = async (...args) => JSON.parse((await run(node, [driver, '1920x1080', ...args], { QT_QPA_PLATFORM: 'offscreen', XDG_CONFIG_HOME: folder })).stdout.split('\n').findLast((line) => line.startsWith('{')));
  const [command, args] = variants.trace;
  await run(command, [...args, path.join(programs, 'awaits.cjs')], { BENCH_SCALE: '2' });
  const still = await drive('recording', recording);
  fs.rmSync(recording);
  const live = await drive('live', path.join(programs, 'storm.cjs'));
  results.frames = { still, live };
  const frame = 1000 / 60;
  console.log(`A frame of the window at 1920x1080, as a part of a sixtieth of a second (CPU of its thread)`);
  row('', 'median', 'p99', 'worst', 'a second');
  const show = (name, f) => row(name, ratio(f.median, frame), ratio(f.p99, frame), ratio(f.worst, frame), f.fps.toFixed(0));
  console.log(`${(still.records / 1e6).toFixed(1)} million records; first picture after ${still.opened.toFixed(0)} ms, all taken in after ${still.whole.toFixed(0)} ms`);
  for (const gesture of ['zoom', 'pan', 'seek']) show(gesture, still[gesture]);
  console.log(`live, ${(live.records / live.seconds / 1e6).toFixed(2)} million records a second, ${live.lost} more lost`);
  for (const gesture of ['follow', 'drag']) show(gesture, live[gesture]);
  console.log();
}

// A step over, from the command until the program stands again: by the window, against a client on the same line that does
// nothing else. One of each in every round.
async function debug() {
  if (!wanted('debug')) return;
  const driver = path.join(options.build, 'tests', 'host', 'DebugDriver.cjs');
  const args = [driver, `open=${path.join(programs, 'steps.cjs')}`, 'do=debug.start', 'wait=paused', `measure-steps=${40 * rounds}`];
  const { stdout } = await run(node, args, { QT_QPA_PLATFORM: 'offscreen', XDG_CONFIG_HOME: folder });
  const steps = JSON.parse(stdout.split('\n').find((line) => line.startsWith('steps: ')).slice(7));
  results.debug = steps;
  console.log(`A step over, against ${steps.raw.toFixed(2)} ms of a bare client`);
  row('', 'window knows', 'painted', 'all values');
  row('', ...['known', 'shown', 'whole'].map((name) => ratio(steps[name], steps.raw)));
  console.log();
}

// Heap snapshots: read, dominators, retained sizes, distances and classes, against what only reading the bytes takes (cat) and
// what Node takes to parse them (it has no strings of 600 MB); the peak of memory against the file.
async function heap() {
  if (!wanted('heap')) return;
  const sizes = { '30 MB': 60_000, '150 MB': 320_000, ...(options.large ? { '600 MB': 1_300_000 } : {}) };
  const file = path.join(folder, 'bench.heapsnapshot');
  console.log('A heap snapshot read and analysed, by two threads');
  row('', 'file', 'objects', 'reading', 'all', 'to cat', "to JSON.parse", 'peak to file');
  results.heap = {};
  for (const [name, objects] of Object.entries(sizes)) {
    await run(node, ['--max-old-space-size=8000', path.join(programs, 'heap.cjs'), String(objects), file]);
    const taken = { cat: [], parse: [], read: [], all: [], peak: [] };
    let one;
    for (let round = 0; round < rounds; ++round) {
      taken.cat.push((await run('sh', ['-c', `cat '${file}' > /dev/null`])).total);
      if (fs.statSync(file).size < 500e6) taken.parse.push(JSON.parse((await run(node, ['--max-old-space-size=8000', path.join(programs, 'parse.cjs'), file])).stdout).all);
      one = JSON.parse((await run(path.join(options.build, 'bin', 'bench-heap'), [file])).stdout);
      for (const what of ['read', 'all', 'peak']) taken[what].push(one[what]);
    }
    const [cat, parse, read, all, peak] = ['cat', 'parse', 'read', 'all', 'peak'].map((what) => median(taken[what])); // no parse: undefined
    results.heap[name] = { bytes: one.bytes, cat, parse, read, all, peak, taken: await takenInTheWindow(objects) };
    row(name, `${(one.bytes / 1e6).toFixed(0)} MB`, one.nodes.toLocaleString('en'), `${read.toFixed(0)} ms`, `${all.toFixed(0)} ms`, ratio(all, cat), parse ? ratio(all, parse) : '-', ratio(peak, one.bytes));
    fs.rmSync(file);
  }
  console.log('\nTaken in the window: from the end of what V8 does, while the program stands, to the first view');
  row('', 'V8', 'first view', 'of V8');
  for (const [name, { taken }] of Object.entries(results.heap)) row(name, `${taken.taken.toFixed(0)} ms`, `${taken.untilShown.toFixed(0)} ms`, ratio(taken.untilShown, taken.taken));
  console.log();
}

// One snapshot of a program in the real window, read while V8 writes it; the median by the ratio.
async function takenInTheWindow(objects) {
  const driver = path.join(options.build, 'tests', 'host', 'DebugDriver.cjs');
  const args = [driver, `open=${path.join(programs, 'heap.cjs')}`, 'do=run.start', 'wait=printed:ready', 'take=1,0', 'wait=snapshots:1', 'say=heap-times', 'do=run.stop', 'wait=ended'];
  const all = [];
  for (let round = 0; round < rounds; ++round) {
    const { stdout } = await run(node, args, { QT_QPA_PLATFORM: 'offscreen', XDG_CONFIG_HOME: folder, BENCH_OBJECTS: String(objects) });
    all.push(JSON.parse(stdout.split('\n').find((line) => line.startsWith('heap-times: ')).slice(12)));
  }
  const part = ({ taken, untilShown }) => untilShown / taken;
  return all.toSorted((a, b) => part(a) - part(b))[Math.floor(all.length / 2)];
}

function row(first, ...rest) {
  console.log(first.padEnd(18) + rest.map((text) => String(text).padStart(14)).join(''));
}

await costs();
await start();
await window();
await seek();
await frames();
await debug();
await heap();
if (options.json) console.log(JSON.stringify(results));
