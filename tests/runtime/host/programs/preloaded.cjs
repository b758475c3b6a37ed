console.log('preloaded in', process.argv.length, require('node:worker_threads').isMainThread);
