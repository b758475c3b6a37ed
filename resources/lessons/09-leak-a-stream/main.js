// Each line of input brings fifty uploads. One in two is refused, and then nobody reads its stream.
const { PassThrough } = require('node:stream');

const open = new Set();

function upload(id) {
  const stream = new PassThrough();
  open.add(stream);
  stream.on('close', () => open.delete(stream));
  stream.end(`content of upload ${id} `.repeat(50));
  if (id % 2 === 0) stream.resume(); // accepted: read to its end, and closed
}

let count = 0;
function uploadFifty() {
  for (let i = 0; i < 50; ++i) upload(count++);
  setImmediate(() => console.log(`${count} uploads, ${open.size} still open`));
}

uploadFifty();
process.stdin.on('data', uploadFifty);
