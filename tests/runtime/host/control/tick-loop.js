console.log('ready'); (function again() { process.nextTick(again); })();
