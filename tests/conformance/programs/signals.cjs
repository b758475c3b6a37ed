// fixed order
process.on('SIGUSR2', (name, number) => {
  console.log(name, number);
  process.kill(process.pid, 'SIGTERM');
});
process.on('SIGTERM', () => { console.log('asked to end'); clearInterval(alive); });
const alive = setInterval(() => {}, 1000);
setImmediate(() => process.kill(process.pid, 'SIGUSR2'));
console.log(process.kill(process.pid, 0));
