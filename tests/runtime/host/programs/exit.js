setInterval(() => {}, 1000); process.on('exit', (c) => console.log('exit', c)); setTimeout(() => process.exit(7), 1); 
