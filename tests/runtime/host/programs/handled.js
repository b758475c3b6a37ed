process.on('uncaughtException', (e, o) => { console.log(e.message, o); process.exitCode = 4; }); setImmediate(() => console.log('goes on')); throw new Error('caught after all');
