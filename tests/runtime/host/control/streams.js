console.log(process.stdin.isTTY, process.stdout.isTTY, process.stderr.isTTY, process.stdout.columns);
require('node:child_process').execSync('echo of the child; echo error of the child >&2', { stdio: 'inherit' });
console.error('own error');
require('node:fs').writeSync(1, 'written\n');
process.stdout.write('\u00e9'.repeat(70000)); // in pieces, cut within a character
