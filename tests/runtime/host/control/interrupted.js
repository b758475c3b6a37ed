process.on('SIGINT', (name) => { console.log(name); process.exit(5); }); setInterval(() => {}, 1e6); console.log('ready');
