// What is kept is what is needed: a name and a number. No function that sees `content` outlives this call.
const sizes = [];

function read(id) {
  const content = new Array(2000).fill(`line of file ${id}`);
  if (sizes.length === 20) sizes.shift(); // and not more of them than are shown
  sizes.push({ name: `file ${id}`, lines: content.length });
}

let count = 0;
function readTwenty() {
  for (let i = 0; i < 20; ++i) read(count++);
  const last = sizes.at(-1);
  console.log(`${count} files, the last is ${last.name}: ${last.lines} lines`);
}

readTwenty();
process.stdin.on('data', readTwenty);
