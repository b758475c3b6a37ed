const http = require('node:http'), zlib = require('node:zlib'), crypto = require('node:crypto'), fs = require('node:fs'), { pipeline } = require('node:stream/promises');
const server = http.createServer((q, s) => s.end(zlib.gzipSync('hello ' + q.url))).listen(0, '127.0.0.1', async () => {
  const reply = await fetch(`http://127.0.0.1:${server.address().port}/path`);
  console.log(reply.status, zlib.gunzipSync(Buffer.from(await reply.arrayBuffer())).toString());
  server.close(() => console.log('closed'));
  console.log(crypto.pbkdf2Sync('a', 'b', 10, 16, 'sha256').toString('hex'), crypto.createHash('md5').update('x').digest('hex'));
  await pipeline(fs.createReadStream(__filename), crypto.createHash('sha1'), async function (source) { for await (const d of source) console.log(d.length); });
  console.log(new (require('node:sqlite').DatabaseSync)(':memory:').prepare('select 1 + 1 as two').get());
  console.log(await WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])), new Intl.NumberFormat('de').format(1234.5), structuredClone(new Map([[1, 2]])));
});
