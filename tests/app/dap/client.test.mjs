// `loopscope dap` as a client that is not ours sees it: the one with which adapters of other debuggers are tested.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, beforeEach, test } from 'node:test';

const { DebugClient } = createRequire(path.join(process.env.LOOPSCOPE_SOURCE_DIR, 'package.json'))('@vscode/debugadapter-testsupport');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'loopscope-dap-'));
const quiet = 20_000; // ms without what is waited for: it has failed
let client;

function put(name, lines) {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, lines.join('\n') + '\n');
  return file;
}

/** Configures and begins: `breakpoints` of the program, `filters` of exceptions. */
async function begin(request, { breakpoints = [], filters = [], of = request.program } = {}) {
  const { body: abilities } = await client.initializeRequest();
  const begun = request.port ? client.attachRequest(request) : client.launchRequest(request);
  if (of) await client.setBreakpointsRequest({ source: { path: of }, breakpoints });
  await client.setExceptionBreakpointsRequest({ filters });
  await begun;
  await client.configurationDoneRequest();
  return abilities;
}

const stopped = async () => (await client.waitForEvent('stopped')).body;
const stack = async (threadId = 1) => (await client.stackTraceRequest({ threadId })).body.stackFrames;
const top = async (threadId) => {
  const [frame] = await stack(threadId);
  return `${frame.name} ${frame.source?.name}:${frame.line}`;
};
/** What it stops at next, after `request`. */
async function next(request, ...more) {
  const stop = stopped();
  await client[`${request}Request`]({ threadId: 1, ...more });
  return await stop;
}
/** All output of a category from now on, as one text. */
function gather(category) {
  const heard = { text: '' };
  client.on('output', ({ body }) => {
    if (body.category === category) heard.text += body.output.replaceAll('\r\n', '\n');
  });
  return heard;
}

beforeEach(async () => {
  client = new DebugClient(path.join(process.env.LOOPSCOPE_BUILD_DIR, 'bin/loopscope'), 'dap', 'loopscope', {}, true);
  client.defaultTimeout = quiet;
  await client.start();
});
afterEach(async () => {
  const adapter = client._adapterProcess;
  adapter.stdin.on('error', () => {}); // it may be about to go: then nobody answers
  if (adapter.exitCode === null && adapter.signalCode === null) await Promise.race([once(adapter, 'exit'), client.stop()]);
});
after(() => fs.rmSync(folder, { recursive: true }));

test('a breakpoint is met, and what is there can be seen and changed', async () => {
  const program = put('add.js', ['function add(a, b) {', '  const sum = { of: [a, b], is: a + b };', '  return sum.is;', '}', 'console.log(add(20, 22));']);
  const printed = gather('stdout');
  await client.hitBreakpoint({ program, env: { NO_COLOR: '1' } }, { path: program, line: 3, verified: false });
  const [frame] = await stack();
  const { scopes } = (await client.scopesRequest({ frameId: frame.id })).body;
  const variables = async (reference) => Object.fromEntries((await client.variablesRequest({ variablesReference: reference })).body.variables.map((v) => [v.name, v]));
  const local = await variables(scopes[0].variablesReference);
  assert.equal(local.a.value, '20');
  const sum = await variables(local.sum.variablesReference);
  assert.equal(sum.is.value, '42');
  assert.equal((await variables(sum.of.variablesReference))['1'].value, '22');
  const inObject = await client.setVariableRequest({ variablesReference: local.sum.variablesReference, name: 'is', value: '3 * 3' });
  assert.equal(inObject.body.value, '9');
  const set = await client.setVariableRequest({ variablesReference: scopes[0].variablesReference, name: 'a', value: '({ deep: [b] })' });
  assert.match(set.body.value, /deep/);
  const { a } = await variables(scopes[0].variablesReference); // not as it was when it stopped
  assert.equal((await variables((await variables(a.variablesReference)).deep.variablesReference))['0'].value, '22');
  assert.equal((await client.evaluateRequest({ frameId: frame.id, expression: 'sum.is + a.deep[0]', context: 'watch' })).body.result, '31');
  await assert.rejects(client.evaluateRequest({ frameId: frame.id, expression: 'nothing', context: 'watch' }), /nothing is not defined/);
  const over = client.waitForEvent('terminated');
  const exited = client.waitForEvent('exited');
  await client.continueRequest({ threadId: 1 });
  assert.equal((await exited).body.exitCode, 0);
  await over;
  assert.equal(printed.text, '9\n');
});

test('it stops on entry, and steps in, over and out', async () => {
  const program = put('steps.js', ['function inner(x) {', '  return x * 2;', '}', 'let n = inner(4);', 'n++;', 'console.log(n);']);
  const first = stopped();
  await begin({ program, stopOnEntry: true });
  assert.equal((await first).reason, 'entry');
  assert.equal(await top(), '(anonymous) steps.js:4');
  assert.equal((await next('stepIn')).reason, 'step');
  assert.equal(await top(), 'inner steps.js:2');
  await next('stepOut');
  assert.equal(await top(), '(anonymous) steps.js:5');
  await next('next');
  assert.equal(await top(), '(anonymous) steps.js:6');
});

test('of several calls in a line one is stepped into', async () => {
  const program = put('calls.js', ['const o = { first: (x) => x, second: (x) => {', '  return x;', '} };', 'function outer(a, b) {', '  return a + b;', '}', 'console.log(outer(o.first(1), o.second(2)));']);
  const first = stopped();
  await begin({ program }, { breakpoints: [{ line: 7 }] });
  await first;
  const targetsOf = async () => (await client.stepInTargetsRequest({ frameId: (await stack())[0].id })).body.targets;
  const targets = await targetsOf();
  assert.deepEqual(targets.map((target) => target.label).sort(), ['first', 'log', 'outer', 'second']);
  const into = stopped();
  await client.stepInRequest({ threadId: 1, targetId: targets.find((target) => target.label === 'second').id });
  assert.equal((await into).reason, 'step');
  assert.equal(await top(), 'second calls.js:2');
  assert.deepEqual(await targetsOf(), []);
});

test('conditions, hit counts and logpoints', async () => {
  const program = put('loop.js', ['let sum = 0;', 'for (let i = 0; i < 10; i++) {', '  sum += i;', '  sum += 0;', '  sum -= 0;', '}', 'console.error(sum);']);
  const told = gather('console'), errors = gather('stderr');
  let stop = stopped();
  await begin({ program, env: { NO_COLOR: '1' } }, { breakpoints: [{ line: 3, condition: 'i === 6' }, { line: 4, logMessage: 'i is {i}' }, { line: 5, hitCondition: '9' }] });
  assert.equal((await stop).reason, 'breakpoint');
  const value = async () => (await client.evaluateRequest({ frameId: (await stack())[0].id, expression: 'i', context: 'hover' })).body.result;
  assert.equal(await value(), '6');
  stop = stopped();
  await client.continueRequest({ threadId: 1 });
  await stop;
  assert.equal(await top(), '(anonymous) loop.js:5');
  assert.equal(await value(), '8');
  await client.setBreakpointsRequest({ source: { path: program }, breakpoints: [] });
  const over = client.waitForEvent('terminated');
  await client.continueRequest({ threadId: 1 });
  await over;
  assert.equal(told.text, [0, 1, 2, 3, 4, 5, 6, 7, 8].map((i) => `i is ${i}\n`).join(''));
  assert.equal(errors.text, '45\n');
});

test('errors stop it: those that nothing catches, or all; and say what they are', async () => {
  const program = put('throws.js', ['try {', '  throw new RangeError("caught");', '} catch {}', 'throw new TypeError("of mine");']);
  let stop = stopped();
  await begin({ program }, { filters: ['all'] });
  assert.equal((await stop).reason, 'exception');
  assert.equal(await top(), '(anonymous) throws.js:2');
  const info = (await client.exceptionInfoRequest({ threadId: 1 })).body;
  assert.equal(info.exceptionId, 'RangeError');
  assert.equal(info.description, 'RangeError: caught');
  assert.equal(info.breakMode, 'always');
  assert.match(info.details.stackTrace, /throws\.js:2/);
  await next('continue');
  assert.equal((await client.exceptionInfoRequest({ threadId: 1 })).body.breakMode, 'unhandled');
});

test('loop breakpoints are exception filters', async () => {
  const program = put('moments.js', ['const crypto = require("crypto");', 'process.on("unhandledRejection", () => {});', 'setTimeout(function onTimer() {', '  setImmediate(() => {',
    '    for (let i = 0; i < 5; i++)', '      crypto.pbkdf2("a", "b", 300000, 32, "sha512", () => {});', '    Promise.reject(new Error("nobody"));', '  });', '}, 500);']);
  let stop = stopped();
  const filters = ['sleep', 'timers', 'phase.check', 'poolFull', 'unhandledRejection'];
  const abilities = await begin({ program }, { filters });
  for (const filter of filters) assert.ok(abilities.exceptionBreakpointFilters.some((one) => one.filter === filter && one.label), filter);
  assert.match((await stop).description, /before the loop goes to sleep/);
  const [nowhere] = await stack();
  assert.equal(nowhere.source, undefined);
  assert.equal((await client.evaluateRequest({ frameId: nowhere.id, expression: 'process.getActiveResourcesInfo()', context: 'repl' })).body.result, "(1) ['Timeout']");
  await next('continue');
  assert.equal(await top(), 'onTimer moments.js:4');
  assert.match((await next('continue')).description, /the check phase/);
  assert.match((await next('continue')).description, /all 4 threads of the pool are busy/);
  assert.equal(await top(), '(anonymous) moments.js:6');
  const rejection = await next('continue');
  assert.equal(rejection.reason, 'exception');
  assert.equal(rejection.text, 'Error: nobody');
});

test('code of others is skipped, and every text can be read', async () => {
  const mine = put('mine.js', ['exports.call = (f) => {', '  return f();', '};']);
  put('node_modules/theirs/index.js', ['exports.twice = (f) => {', '  f();', '  return f();', '};']);
  const program = put('uses.js', ['const { twice } = require("theirs");', 'const { call } = require("./mine.js");', 'const f = () => {', '  return 1;', '};', 'twice(f);', 'call(f);']);
  const loaded = [];
  client.on('loadedSource', ({ body }) => loaded.push(body.source.path));
  const first = stopped();
  await begin({ program, skipFiles: ['**/node_modules/**', `${folder}/mi*.js`, '!**/mine.js'] }, { breakpoints: [{ line: 6 }] });
  await first;
  await next('stepIn'); // past theirs, into what it calls
  assert.equal(await top(), 'f uses.js:4');
  const [, skipped] = await stack();
  assert.equal(skipped.source.name, 'index.js');
  assert.equal(skipped.presentationHint, 'subtle');
  assert.match(skipped.source.origin, /skipFiles/);
  await client.setBreakpointsRequest({ source: { path: program }, breakpoints: [{ line: 7 }] });
  await next('continue');
  await next('stepIn');
  assert.equal(await top(), 'exports.call mine.js:2');
  assert.ok(loaded.includes(program) && loaded.includes(mine));
  const { sources } = (await client.customRequest('loadedSources')).body;
  assert.ok(sources.some((source) => source.path === program));
  const internal = sources.find((source) => source.name.startsWith('node:'));
  const { content } = (await client.sourceRequest({ source: internal, sourceReference: internal.sourceReference })).body;
  assert.match(content, /function/);
  assert.ok(!sources.some((source) => source.name.includes('loopscope:') || source.name.includes('internal/loopscope')));
});

test('it is attached to, and left running', async () => {
  const program = put('served.js', ['let n = 0;', 'const t = setInterval(function tick() {', '  n++;', '  if (n > 2) {', '    clearInterval(t);', '    console.log("ticked");', '  }', '}, 1);']);
  const node = spawn(process.execPath, ['--inspect-brk=0', program], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '', printed = '';
  node.stdout.on('data', (bytes) => { printed += bytes; });
  const port = await new Promise((resolve) => node.stderr.on('data', (bytes) => {
    said += bytes;
    const found = /127\.0\.0\.1:(\d+)/.exec(said);
    if (found) resolve(Number(found[1]));
  }));
  const first = stopped();
  await begin({ port }, { of: program, breakpoints: [{ line: 3 }] });
  assert.equal((await first).reason, 'entry');
  assert.equal((await next('continue')).reason, 'breakpoint');
  assert.equal(await top(), 'tick served.js:3');
  const ended = once(node, 'exit');
  await client.disconnectRequest({});
  assert.equal((await ended)[0], 0);
  assert.equal(printed, 'ticked\n');
});

test('files of a program that runs elsewhere are found here', async () => {
  const lines = ['let n = 1;', 'n++;', 'console.log(n);'];
  const there = put('there/app/main.js', lines), here = put('here/main.js', lines);
  const node = spawn(process.execPath, ['--inspect-brk=0', there], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const port = await new Promise((resolve) => node.stderr.on('data', (bytes) => {
    said += bytes;
    const found = /127\.0\.0\.1:(\d+)/.exec(said);
    if (found) resolve(Number(found[1]));
  }));
  const first = stopped();
  await begin({ port, localRoot: path.dirname(here), remoteRoot: path.dirname(there) }, { of: here, breakpoints: [{ line: 3 }] });
  await first;
  await next('continue');
  const [frame] = await stack();
  assert.equal(frame.source.path, here);
  assert.equal(frame.line, 3);
  const ended = once(node, 'exit');
  await client.disconnectRequest({});
  await ended;
});

test('disconnecting ends what it has launched, and the adapter', async () => {
  const program = put('forever.js', ['const fs = require("fs");', 'setInterval(() => {}, 1000);', 'console.log("ready");']);
  const output = client.waitForEvent('output');
  await begin({ program });
  await output;
  const ended = once(client._adapterProcess, 'exit');
  await client.disconnectRequest({ terminateDebuggee: true });
  assert.equal((await ended)[0], 0);
});
