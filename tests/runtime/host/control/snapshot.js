const kept = Array.from({ length: 200000 }, (_, i) => ({ i, text: `text ${i}` }));
console.log('ready');
const timer = setInterval(() => {}, 5);
process.stdin.on('data', () => { clearInterval(timer); process.stdin.pause(); console.log('kept', kept.length); });
