console.log('ready'); await new Promise(() => setInterval(() => {}, 1e6));
