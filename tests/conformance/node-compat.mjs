// Node's own tests: what plain Node passes has to pass when it is run, or watched, by Loopscope.
//   node node-compat.mjs DIR [--suites parallel,es-module] [--match REGEX] [--list FILE] [--count N] [--seed N]
//                            [--ways run,trace,lesson] [--jobs N] [--timeout SECONDS]
// DIR: Node's `test` folder, or the one that holds it; it is no part of this repository. --list: a file with a test a line, as
// `parallel/test-fs-stat.js`. --count: so many, chosen by the seed. Exits with 1 if there is a test that only we fail.
// LOOPSCOPE_BUILD_DIR says which build.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from './support/Random.mjs';
import { inParallel, loopscope, nodeProgram } from './support/Runs.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    suites: { type: 'string', default: 'parallel,es-module,sequential' },
    match: { type: 'string', default: '' },
    list: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string', default: '1' },
    ways: { type: 'string', default: 'run' },
    jobs: { type: 'string', default: String(os.availableParallelism()) },
    timeout: { type: 'string', default: '60' },
  },
});
const known = { run: () => ['run'], trace: traced('trace'), lesson: traced('lesson') };
const ways = options.ways.split(',');
const program = path.resolve(loopscope);
const root = testFolder(positionals[0]);
for (const way of ways) if (!known[way]) refuse(`'${way}' is none of ${Object.keys(known).join(', ')}`);
if (!fs.existsSync(program)) refuse(`there is no ${program} to test`);

const files = chosen();
if (!files.length) refuse(`no test in ${root} is asked for`);
const counts = { passed: 0, skipped: 0, notOurs: 0 };
const ours = Object.fromEntries(ways.map((way) => [way, []]));
const free = Array.from({ length: Number(options.jobs) }, (_, i) => i + 1); // numbers by which tests share folders and ports
let done = 0;
await inParallel(files.filter((file) => !isSequential(file)), free.length, examine);
for (const file of files.filter(isSequential)) await examine(file);
tell();

function refuse(why) {
  console.error(`node-compat: ${why}`);
  process.exit(2);
}

function testFolder(given) {
  if (!given) refuse("which folder? Give one with Node's test tree");
  const found = [given, path.join(given, 'test')].find((folder) => fs.existsSync(path.join(folder, 'common', 'index.js')));
  return found ? path.resolve(found) : refuse(`${given} is not Node's test folder: it has no common/index.js`);
}

function isSequential(file) {
  return file.startsWith('sequential/');
}

function chosen() {
  if (options.list) return fs.readFileSync(options.list, 'utf8').split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));
  const match = new RegExp(options.match);
  let all = options.suites.split(',').flatMap((suite) => {
    const folder = path.join(root, suite);
    if (!fs.existsSync(folder)) refuse(`there is no ${folder}`);
    return fs.readdirSync(folder).filter((name) => /^test-.*\.(c|m)?js$/.test(name)).map((name) => `${suite}/${name}`);
  }).filter((file) => match.test(file)).sort();
  if (options.count) {
    const random = new Random(Number(options.seed));
    all = all.map((file) => ({ file, key: random.next() })).sort((a, b) => a.key - b.key).slice(0, Number(options.count)).map(({ file }) => file);
  }
  return all;
}

function traced(detail) {
  return (recording) => ['trace', '--detail', detail, '--format', 'loopscope', '-o', recording];
}

// A test that only we fail has to do so twice, with a success of plain Node's between.
async function examine(file) {
  const number = free.pop();
  const plain = await run(nodeProgram, [], file, number);
  if (plain.isSkipped) counts.skipped++;
  else if (plain.failure) counts.notOurs++;
  else {
    counts.passed++;
    for (const way of ways) {
      const first = await runWay(way, file, number);
      if (!first.failure || (await run(nodeProgram, [], file, number)).failure) continue;
      const second = await runWay(way, file, number);
      if (second.failure) ours[way].push({ file, why: second.failure });
    }
  }
  free.push(number);
  if (process.stdout.isTTY && ++done % 10 === 0) process.stderr.write(`\r${done} of ${files.length} `);
}

async function runWay(way, file, number) {
  const recording = path.join(os.tmpdir(), `node-compat.${process.pid}.${number}.loopscope`);
  const result = await run(program, known[way](recording), file, number);
  fs.rmSync(recording, { force: true });
  return result;
}

async function run(command, args, file, number) {
  const script = path.join(root, file);
  const head = fs.readFileSync(script, 'utf8').slice(0, 4000);
  const flags = [...head.matchAll(/^\/\/ Flags: (.*)$/gm)].flatMap(([, list]) => list.trim().split(/\s+/));
  const environment = Object.fromEntries([...head.matchAll(/^\/\/ Env: (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value]));
  const child = spawn(command, [...args, ...flags, script], {
    cwd: path.dirname(root), detached: true, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_TEST_CONTEXT: undefined, TEST_THREAD_ID: number, TEST_SERIAL_ID: number, TEST_PARALLEL: isSequential(file) ? '0' : '1',
      NODE_COMMON_PORT: 12346 + 100 * number, ...environment },
  });
  let output = '', isLate = false;
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => { output = (output + text).slice(-20_000); });
  const end = () => {
    try {
      process.kill(-child.pid, 'SIGKILL'); // with whatever it left behind
    } catch {
      // Nothing is left.
    }
  };
  const timer = setTimeout(() => {
    isLate = true;
    end();
  }, Number(options.timeout) * 1000);
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (...how) => resolve(how));
  });
  clearTimeout(timer);
  end();
  const failure = isLate ? `not done after ${options.timeout} s` : code === 0 ? '' : `${signal ?? `exit code ${code}`}: ${reasonIn(output)}`;
  return { failure, isSkipped: /^1\.\.0 # Skipped/m.test(output) };
}

function reasonIn(output) {
  const lines = output.split('\n').map((line) => line.trim()).filter(Boolean);
  return (lines.find((line) => /^(\w*Error|Error)\b.*:/.test(line)) ?? lines.at(-1) ?? 'nothing printed').slice(0, 200);
}

function tell() {
  const total = `${files.length} tests: plain node passes ${counts.passed}, skips ${counts.skipped}, fails ${counts.notOurs}`;
  console.log(total);
  for (const way of ways) {
    const passed = counts.passed - ours[way].length;
    console.log(`\nloopscope ${way}: ${passed} of ${counts.passed} (${(100 * passed / Math.max(1, counts.passed)).toFixed(2)} %); only we fail ${ours[way].length}`);
    for (const { file, why } of ours[way].sort((a, b) => (a.file < b.file ? -1 : 1))) console.log(`  ${file}\n    ${why}`);
  }
  process.exitCode = ways.some((way) => ours[way].length) ? 1 : 0;
}
