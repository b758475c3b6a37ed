// Runs one program in plain Node, in `loopscope run` and in `loopscope trace`.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

export const nodeProgram = process.execPath;
export const loopscope = path.join(process.env.LOOPSCOPE_BUILD_DIR ?? 'build/dev', 'bin', 'loopscope');

const timeout = 60_000;

/// How a program is run: { name, command, args } before the script, { traced } if it leaves a trace.
export const ways = {
  plain: { name: 'plain node', command: nodeProgram, args: () => [] },
  run: { name: 'loopscope run', command: loopscope, args: () => ['run'] },
  trace: traced('trace'),
  lesson: traced('lesson'),
};

function traced(detail) {
  return {
    name: `loopscope trace --detail ${detail}`, command: loopscope, detail, functionsKnown: detail === 'lesson',
    args: (trace) => ['trace', '--detail', detail, '--format', 'jsonl', '-o', trace],
  };
}

/// Resolves to { code, signal, stdout, stderr, account, trace }; the last two are texts or null.
export async function runProgram(way, script, folder, { args = [], input = '', environment = {} } = {}) {
  const stem = path.join(folder, `${path.basename(script)}.${process.pid}.${way.detail ?? way.name.split(' ')[1]}`);
  const accountFile = `${stem}.account.json`;
  const traceFile = `${stem}.jsonl`;
  for (const file of [accountFile, traceFile]) fs.rmSync(file, { force: true });
  const child = spawn(way.command, [...way.args(traceFile), script, ...args], {
    argv0: path.basename(way.command), stdio: 'pipe', timeout, killSignal: 'SIGKILL',
    env: { ...process.env, ACCOUNT_FILE: accountFile, NODE_TEST_CONTEXT: undefined, ...environment },
  });
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const texts = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr']) child[stream].setEncoding('utf8').on('data', (text) => { texts[stream] += text; });
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (...end) => resolve(end));
  });
  const account = takeFile(accountFile);
  return { code, signal, ...texts, account: account && JSON.parse(account), trace: way.detail ? takeFile(traceFile) : null };
}

function takeFile(file) {
  if (!fs.existsSync(file)) return null;
  const text = fs.readFileSync(file, 'utf8');
  if (!process.env.LOOPSCOPE_KEEP) fs.rmSync(file);
  return text;
}

/// Works on a list, so many at a time.
export async function inParallel(list, atOnce, work) {
  const todo = [...list];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (todo.length) await work(todo.shift());
  }));
}
