process.exitCode = 9; process.on('beforeExit', () => console.log('beforeExit')); process.on('exit', (c) => { console.log(c); process.exitCode = 12; });
