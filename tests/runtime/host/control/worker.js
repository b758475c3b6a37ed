const { Worker } = require('node:worker_threads'); new Worker('while (true) {}', { eval: true }).on('online', () => console.log('ready'));
