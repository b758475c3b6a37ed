process.on('SIGTERM', (name) => { console.log(name); clearInterval(t); }); const t = setInterval(() => {}, 1e6); process.kill(process.pid);
