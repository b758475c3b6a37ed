process.on('exit', (code) => console.log('exit', code)); setTimeout(() => { throw new Error('of a timer'); }, 1);
