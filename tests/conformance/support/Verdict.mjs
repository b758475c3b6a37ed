// Everything that can be wrong with one program, watched in one way.
import { constants } from 'node:os';
import { compareWithAccount, contradictions } from './AccountCheck.mjs';
import { runProgram, ways } from './Runs.mjs';
import { checkTrace, parseTrace } from './TraceCheck.mjs';

/// Sentences; none if all is well. `fixedOrder`: Node promises the order of everything that the account names.
export function judge(way, script, plain, watched, { fixedOrder = false, endsInMidst = false, nodeReports = false, without = [], mayInfer = false } = {}) {
  const problems = [];
  const ended = ({ code, signal }) => String(code ?? (way.detail ? 128 + constants.signals[signal] : signal)); // trace says it as a shell does
  if (ended(plain) !== ended(watched)) problems.push(`ends with ${ended(watched)}, plain node with ${ended(plain)}`);
  for (const what of ['stdout', 'stderr'])
    if (plain[what] !== watched[what]) problems.push(`${what}: ${firstDifference(plain[what], watched[what])}`);
  if (plain.account && !watched.account) problems.push('the program wrote no account');
  if (fixedOrder && plain.account && watched.account) {
    const order = (result) => result.account.steps.filter(([step]) => step === 'begin').map(([, name]) => name).join('\n');
    if (order(plain) !== order(watched)) problems.push(`callbacks run in another order: ${firstDifference(order(plain), order(watched))}`);
  }
  if (!way.detail) return problems;
  if (watched.trace === null) return [...problems, 'no trace was written'];
  const trace = parseTrace(watched.trace);
  const { stdout, stderr, code } = watched;
  const tellsOutput = !/\b(output|all)\b/.test(process.env.LOOPSCOPE_WITHOUT); // there is no other way
  problems.push(...checkTrace(trace, { stdout: tellsOutput ? stdout : undefined, stderr: nodeReports || !tellsOutput ? undefined : stderr, code, endsInMidst, without }));
  const complete = trace.lines.at(-1)?.lost === 0;
  if (watched.account && complete) problems.push(...compareWithAccount(trace, watched.account, script, { ...way, mayInfer }));
  return problems;
}

/// Runs it in plain Node and in each of the given ways. Returns [{ way, problems }] of those with problems.
export async function examine(script, folder, names, facts) {
  const plain = await runProgram(ways.plain, script, folder, facts);
  const found = [];
  if (plain.account && contradictions(plain.account).length) found.push({ way: ways.plain.name, problems: contradictions(plain.account) });
  for (const name of names) {
    const problems = judge(ways[name], script, plain, await runProgram(ways[name], script, folder, facts), facts);
    if (problems.length) found.push({ way: ways[name].name, problems });
  }
  return found;
}

// The first lines that differ.
function firstDifference(wanted, got) {
  if (typeof wanted !== 'string' || typeof got !== 'string') return `${got}, plain node has ${wanted}`;
  const [a, b] = [wanted.split('\n'), got.split('\n')];
  const differing = Array.from({ length: Math.max(a.length, b.length) }, (_, line) => line).filter((line) => a[line] !== b[line]);
  const clip = (line) => JSON.stringify(line ?? null).slice(0, 300);
  return differing.slice(0, 4).map((line) => `line ${line + 1} is ${clip(b[line])}, plain node has ${clip(a[line])}`).join('; ');
}
