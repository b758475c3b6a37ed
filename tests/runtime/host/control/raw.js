process.stdin.setRawMode(true); process.stdin.on('data', (d) => { console.log(JSON.stringify([...d])); process.exit(6); }); console.log('ready');
