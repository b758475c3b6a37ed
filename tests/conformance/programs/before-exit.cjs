// fixed order
let times = 0;
process.on('beforeExit', (code) => {
  console.log('beforeExit', code, ++times);
  if (times === 1) setTimeout(() => console.log('woken once more'), 1);
  if (times === 2) process.nextTick(() => console.log('a tick does not keep it alive'));
});
process.on('exit', (code) => {
  console.log('exit', code);
  process.nextTick(() => console.log('never'));
  process.exitCode = 5;
});
process.exitCode = 3;
