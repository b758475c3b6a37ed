// fixed order
const line = 'all work and no play '.repeat(50) + '\n';
for (let i = 0; i < 5000; ++i) process.stdout.write(`${i} ${line}`);
process.stdout.write('x'.repeat(5_000_000) + '\n');
