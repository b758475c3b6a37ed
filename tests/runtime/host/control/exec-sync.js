console.log('ready'); require('node:child_process').execSync('sleep 300 & sleep 300');
