const fs = require('node:fs');

console.log('reading with readFileSync');
const text = fs.readFileSync(__filename, 'utf8');
console.log('readFileSync is done:', text.length > 0);

console.log('reading with readFile');
fs.readFile(__filename, 'utf8', function onRead(error, data) {
  console.log('readFile is done:', !error && data === text);
});
console.log('the script goes on while the file is read');

// The cost of blocking: a timer cannot run while the stack is busy.
const start = Date.now();
setTimeout(function late() {
  const waited = Date.now() - start;
  console.log('a timer of 10 ms ran after', waited >= 100 ? 'more than 100 ms' : 'less than 100 ms');
}, 10);
while (Date.now() - start < 120);
console.log('120 ms of counting are over');
