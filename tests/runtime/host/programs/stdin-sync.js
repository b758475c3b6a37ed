console.log(require('node:fs').readFileSync(0, 'utf8').length)
