// fixed order
const { exec, execFile, execFileSync, fork, spawn } = require('node:child_process');
const { promisify } = require('node:util');
if (process.argv[2] === 'child') {
  process.on('message', (message) => { process.send(message * 2); process.disconnect(); });
  return;
}
(async () => {
  console.log((await promisify(exec)('echo out; echo err >&2')).stdout);
  await promisify(execFile)('false').catch((error) => console.log('code', error.code));
  console.log(String(execFileSync(process.execPath, ['-p', '6 * 7'])));
  const child = fork(__filename, ['child']);
  child.send(21);
  child.on('message', (message) => console.log('from the child', message));
  await new Promise((resolve) => child.on('exit', resolve));
  const cat = spawn('cat');
  cat.stdout.on('data', (text) => console.log(String(text)));
  cat.stdin.end('through cat');
  await new Promise((resolve) => cat.on('close', resolve));
  const sleeper = spawn('sleep', ['100']);
  sleeper.kill();
  console.log(await new Promise((resolve) => sleeper.on('exit', (...end) => resolve(end))));
  spawn('no-such-program').on('error', (error) => console.log(error.code));
})();
