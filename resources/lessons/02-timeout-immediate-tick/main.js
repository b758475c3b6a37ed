const fs = require('node:fs');
const say = (text) => console.log(text);

// Part one: asked for by the script itself.
setTimeout(function timeout() { say('script: timeout'); }, 0);
setImmediate(function immediate() { say('script: immediate'); });
process.nextTick(function tick() { say('script: tick'); });
Promise.resolve().then(function job() { say('script: promise job'); });
say('script: end of the body');

// Part two: the same, asked for by the callback of a file operation.
setTimeout(function later() {
  fs.stat(__filename, function onStat() {
    setTimeout(function timeout() { say('file: timeout'); }, 0);
    setImmediate(function immediate() { say('file: immediate'); });
    process.nextTick(function tick() { say('file: tick'); });
    Promise.resolve().then(function job() { say('file: promise job'); });
    say('file: end of the callback');
  });
}, 50);
