let text = '';
console.log('ready');
process.stdin.on('data', (d) => { text += d; }).on('end', () => console.log(JSON.stringify(text)));
