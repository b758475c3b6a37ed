// fixed order
// Work of each kind on the thread pool; more jobs than threads.
const crypto = require('node:crypto');
const dns = require('node:dns');
const fs = require('node:fs');
const zlib = require('node:zlib');
const { promisify } = require('node:util');
const results = {};
const keep = (name) => (error, value) => { results[name] = error ? error.code : value?.length ?? value?.size > 0; };
for (let i = 0; i < 6; ++i) crypto.pbkdf2('a', 'b', 20_000, 32, 'sha256', keep(`pbkdf2 ${i}`));
crypto.randomBytes(8, keep('randomBytes'));
crypto.scrypt('a', 'b', 16, keep('scrypt'));
crypto.generateKeyPair('ec', { namedCurve: 'P-256' }, (error) => { results.keys = !error; });
zlib.deflate('text'.repeat(100), (error, out) => { results.deflate = out.length < 100; });
fs.stat(__filename, keep('stat'));
dns.lookup('localhost', (error, address) => { results.lookup = error ? error.code : /^(127|::1)/.test(address); });
promisify(fs.readFile)(__filename).then((data) => { results.promisified = data.length > 0; });
process.on('exit', () => { for (const name of Object.keys(results).sort()) console.log(name, results[name]); });
