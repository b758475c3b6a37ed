const { execFileSync, spawn, fork, spawnSync } = require('node:child_process');
if (process.argv[2] === 'child') {
  process.on('message', (m) => { process.send({ got: m, argv: process.argv.slice(2), execArgv: process.execArgv }); process.disconnect(); });
} else {
  execFileSync('sh', ['-c', 'echo inherited; echo to stderr >&2'], { stdio: 'inherit' });
  console.log(execFileSync(process.execPath, ['-p', 'process.argv.length + process.version'], { encoding: 'utf8' }));
  console.log(spawnSync('sh', ['-c', 'exit 3']).status, spawnSync('no-such-command').error.code);
  const child = fork(__filename, ['child']);
  child.on('message', (m) => console.log(m)).on('exit', (code, signal) => {
    console.log('fork', code, signal);
    spawn('sh', ['-c', 'kill -9 $$']).on('exit', (c, s) => console.log('killed', c, s));
  });
  child.send({ hello: 'child' });
}
