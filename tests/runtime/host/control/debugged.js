const { isMainThread } = require('node:worker_threads');
function add(a, b) {
  return a + b;
}
console.log('ready', isMainThread);
setTimeout(() => {
  const sum = add(1, 2);
  console.log('sum', sum);
  process.exit(7);
}, 1);
