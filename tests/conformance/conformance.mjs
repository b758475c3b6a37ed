// The conformance suite: programs that keep their own account, watched and unwatched.
//   node conformance.mjs programs [FILTER]                       the hand-written ones
//   node conformance.mjs random [--seed N] [--count N] [--shrink] random ones; count is the number of trees, 25 a process
//   node conformance.mjs check FILE.jsonl                        a trace of whatever program
// LOOPSCOPE_BUILD_DIR says which build; LOOPSCOPE_SEED and LOOPSCOPE_COUNT stand in for the options.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { emit } from './support/Emitter.mjs';
import { generate } from './support/Generator.mjs';
import { inParallel, loopscope } from './support/Runs.mjs';
import { shrink } from './support/Shrinker.mjs';
import { checkTrace, parseTrace } from './support/TraceCheck.mjs';
import { examine } from './support/Verdict.mjs';

const { values: options, positionals: [mode, filter = ''] } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: process.env.LOOPSCOPE_SEED ?? '1' },
    count: { type: 'string', default: process.env.LOOPSCOPE_COUNT ?? '2000' },
    ways: { type: 'string', default: 'run,trace,lesson' },
    jobs: { type: 'string', default: '2' },
    shrink: { type: 'boolean', default: false },
    without: { type: 'string', default: '' },
    show: { type: 'string', default: process.env.SHOW ?? '6' },
  },
});
const treesEach = 25;
const watched = options.ways.split(',');
const without = options.without.split(','); // known faults not to be told again: calls
const mayInfer = process.env.LOOPSCOPE_WITHOUT !== undefined; // of tricks that find themselves unproven
const changesTexts = /\b(texts|all)\b/.test(process.env.LOOPSCOPE_WITHOUT); // under Lesson: there is no other way
const jobs = Number(options.jobs);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'conformance-'));
let failures = 0;

if (!fs.existsSync(loopscope)) {
  console.error(`there is no ${loopscope} to test`);
  process.exit(2);
}

const work = { programs, random, check }[mode];
if (!work) {
  console.error(`'${mode}' is none of programs, random, check`);
  process.exit(2);
}
await work();
if (failures === 0) fs.rmSync(folder, { recursive: true });
process.exitCode = failures ? 1 : 0;

async function programs() {
  const root = path.join(import.meta.dirname, 'programs');
  const names = fs.readdirSync(root).filter((name) => /\.(c|m)?[jt]s$/.test(name) && name.includes(filter)).sort();
  await inParallel(names, jobs, async (name) => {
    const script = path.join(root, name);
    const facts = factsOf(script);
    report(name, await examine(script, folder, watched.filter((way) => !facts.notIn.includes(way)), facts));
  });
  console.log(`${names.length} programs, ${watched.length} ways, ${failures} with problems`);
  if (!names.length) failures = 1;
}

// A program may say in its first comment `// fixed order`, `// ends in the midst`, `// node reports`, `// not in lesson: why`, `// shows its text`, `// args: a b`,
// `// environment: NAME=value`, `// input: text`.
function factsOf(script) {
  const head = fs.readFileSync(script, 'utf8').slice(0, 600);
  return {
    notIn: [...(/^\/\/ not in ([\w ]+):/m.exec(head)?.[1].split(' ') ?? []), ...(changesTexts && /^\/\/ shows its text/m.test(head) ? ['lesson'] : [])],
    without,
    mayInfer,
    fixedOrder: /^\/\/ fixed order/m.test(head),
    endsInMidst: /^\/\/ ends in the midst/m.test(head),
    nodeReports: /^\/\/ node reports/m.test(head),
    args: /^\/\/ args: (.*)$/m.exec(head)?.[1].split(' ') ?? [],
    environment: Object.fromEntries([...head.matchAll(/^\/\/ environment: (\w+)=(.*)$/gm)].map(([, name, value]) => [name, value])),
    input: JSON.parse(/^\/\/ input: (.*)$/m.exec(head)?.[1] ?? '""'),
  };
}

async function random() {
  const first = Number(options.seed);
  const batches = Math.ceil(Number(options.count) / treesEach);
  await inParallel(Array.from({ length: batches }, (_, index) => first + index), jobs, async (seed) => {
    const program = generate(seed, treesEach);
    const found = await tryProgram(program, `seed-${seed}`, watched);
    report(`seed ${seed} (${program.family}, ${program.start}${program.module ? ', module' : ''}${program.throws ? ', throws' : ''})`, found);
    if (found.length && options.shrink) await showSmall(program, seed, found[0]);
  });
  console.log(`${batches * treesEach} random programs in ${batches} processes from seed ${first}, ${watched.length} ways, ${failures} processes with problems`);
}

function check() {
  const problems = checkTrace(parseTrace(fs.readFileSync(filter, 'utf8')));
  report(filter, problems.length ? [{ way: 'the trace', problems }] : []);
}

async function tryProgram(program, name, names) {
  const script = path.join(folder, `${name}.${program.module ? 'mjs' : 'cjs'}`);
  fs.writeFileSync(script, emit(program));
  return examine(script, folder, names, { fixedOrder: program.fixedOrder, without, mayInfer });
}

async function showSmall(program, seed, { way, problems }) {
  const name = watched.find((one) => way.endsWith(one));
  const shape = (text) => text.replace(/[\d"]+/g, '#').slice(0, 50);
  const wanted = shape(problems[0]);
  const same = async (smaller) => (await tryProgram(smaller, `small-${seed}`, [name])).some((one) => one.problems.some((text) => shape(text) === wanted));
  const small = await shrink(program, same);
  const [result] = await tryProgram(small, `small-${seed}`, [name]);
  console.log(`  smallest program with it:\n${emit(small)}`);
  for (const text of result?.problems.slice(0, 3) ?? []) console.log(`  ${text}`);
}

function report(name, found) {
  if (!found.length) return;
  ++failures;
  console.log(`FAILED ${name}`);
  for (const { way, problems } of found) {
    console.log(`  ${way}:`);
    for (const text of problems.slice(0, Number(options.show))) console.log(`    ${text}`);
    if (problems.length > Number(options.show)) console.log(`    .. and ${problems.length - Number(options.show)} more`);
  }
}
