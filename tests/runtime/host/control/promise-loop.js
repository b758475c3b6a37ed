console.log('ready'); (function again() { Promise.resolve().then(again); })();
