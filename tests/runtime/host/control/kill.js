console.log('so far'); process.kill(process.pid, process.argv[2]); console.log('went on'); 
