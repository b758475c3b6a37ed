// The node executable exports the libraries that it bundles (OpenSSL, zlib, zstd, ..), and the dynamic linker prefers them
// to those of any library loaded later. So nothing that we load may resolve into node but node's own API.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readSources } from './House.mjs';

const folder = path.join(process.env.LOOPSCOPE_BUILD_DIR, 'lib', 'loopscope');
const modules = fs.readdirSync(folder).filter((name) => name.endsWith('.node')).map((name) => path.join(folder, name));
const node = path.join(folder, 'node', 'bin', 'node');

const read = (program, args) => execFileSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
const symbols = (file, which) => read('nm', ['-D', which, file]).split('\n').map((line) => line.trim().split(' ').at(-1).split('@')[0]).filter(Boolean);
const libraries = (file) => [...read('ldd', [file]).matchAll(/=> (\/\S+)/g)].map((match) => match[1]);

// The API that node is there for, by mangled name.
const api = /^(_ZN?K?(St\w*)?\d*(4node|2v8|6cppgc)|_ZT[VISC]N?(4node|2v8|6cppgc)|uv_|napi_|node_api_|node_module_register|v8dbg_)/;
// The system's own C and C++ libraries, of which there is one copy in a process whoever asks.
const system = /\/(libc|libm|libstdc\+\+|libgcc_s|libpthread|libdl|ld-linux[^/]*)\.so/;
// Known and harmless: stable interfaces over handles that only the library itself looks into.
const harmless = [
  { what: /^ZSTD_/, why: 'zstd, for Qt resources' },
  { what: /^(_k)?Brotli/, why: 'brotli, for fonts' },
  { what: /^(adler32|crc32|compress|uncompress|deflate|inflate|zlib|gz|get_crc_table)/, why: 'zlib' },
];

const exported = new Set(symbols(node, '--defined-only'));
// Loaded because Qt's network library links them, and never called: what we use of it is a plain TCP socket, without TLS and proxies
// (the test below).
const network = /\/(libQt6Network|libcurl[^/]*|libssl|libcrypto|libssh2|libldap|liblber|libsasl2|libproxy|libpxbackend[^/]*)[.-][^/]*$/;

test('of Qt\'s network nothing is used but a TCP socket, in one room, without a proxy', () => {
  const users = readSources(process.env.LOOPSCOPE_SOURCE_DIR).filter((file) => file.includes.some((one) => /^Q(Network|Ssl|Tcp|Udp|Abstract|Local|WebSocket)\w*(Socket|Server|Reply|Request|Manager|Configuration|Proxy)/.test(one.what) && !one.what.startsWith('QLocal')));
  const isSocket = (file) => /^(tests\/)?inspector\/transport\//.test(file.name) && file.includes.every((one) => !/^Q(Network(?!Proxy)|Ssl|Udp|WebSocket)/.test(one.what));
  assert.deepEqual(users.filter((file) => !isSocket(file)).map((file) => file.name), []);
  const sockets = readSources(process.env.LOOPSCOPE_SOURCE_DIR).filter((file) => file.name.startsWith('inspector/') && file.text.includes('connectToHost('));
  assert.ok(sockets.length > 0 && sockets.every((file) => file.text.includes('setProxy(QNetworkProxy::NoProxy)')));
});

test('there is something to look at', () => {
  assert.ok(exported.has('uv_run'), 'node exports libuv');
  assert.ok(modules.some((file) => file.endsWith('/loopscope.node')));
});

for (const module of modules) {
  test(`nothing but the API of Node resolves from ${path.basename(module)} into the node executable`, (context) => {
    const all = libraries(module);
    const ours = new Set(exported);
    for (const file of [module, ...all.filter((one) => system.test(one))]) for (const symbol of symbols(file, '--defined-only')) ours.delete(symbol);
    const clashes = [];
    const taken = new Set();
    for (const file of [module, ...all.filter((one) => !system.test(one) && !network.test(one))])
      for (const symbol of symbols(file, '--undefined-only')) {
        if (!ours.has(symbol) || api.test(symbol)) continue;
        const known = harmless.find(({ what }) => what.test(symbol));
        if (known) taken.add(`${path.basename(file)} takes ${known.why} from node`);
        else clashes.push(`${path.basename(file)}: ${symbol}`);
      }
    for (const line of taken) context.diagnostic(line);
    assert.deepEqual(clashes, []);
  });

  test(`${path.basename(module)} exports its entry only`, () => {
    const own = symbols(module, '--defined-only').filter((symbol) => !/^(_init|_fini|_edata|_end|__bss_start)$/.test(symbol));
    assert.deepEqual(own.filter((symbol) => !/node_register_module|node_api_module|napi_register/.test(symbol)).slice(0, 20), []);
  });
}
