process.on('exit', () => { console.log('ready'); while (true) {} });
