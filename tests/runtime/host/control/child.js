console.log('ready'); require('node:child_process').spawn('sleep', ['300']); 
