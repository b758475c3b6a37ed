console.log('ready'); setInterval(() => {}, 1e6); process.on('exit', () => { while (true) {} });
