process.on('exit', (code) => console.log('exit', code));
setTimeout(function later() { const error = new TypeError('of a timer'); error.extra = { more: 1 }; throw error; }, 1);
