let text = '';
process.stdin.setEncoding('utf8').on('data', (d) => { text += d; }).on('end', () => console.log(JSON.stringify(text), text.length));
