console.log('so far'); process.kill(process.pid, process.argv[2]); setTimeout(() => console.log('still here'), 50);
