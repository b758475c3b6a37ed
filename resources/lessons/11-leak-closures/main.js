// Each line of input reads twenty files more. Of each only the size is wanted later.
const sizes = [];

function read(id) {
  const content = new Array(2000).fill(`line of file ${id}`);
  const name = `file ${id}`;
  sizes.push(function size() {
    return `${name}: ${content.length} lines`;
  });
}

let count = 0;
function readTwenty() {
  for (let i = 0; i < 20; ++i) read(count++);
  console.log(`${count} files, the last is ${sizes.at(-1)()}`);
}

readTwenty();
process.stdin.on('data', readTwenty);
