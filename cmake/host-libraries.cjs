// Copies the libraries that would not be found outside the build root, made to be found, into a folder that stands first
// in our node's RPATH: those with a RUNPATH of their own (it makes the loader ignore the executable's RPATH), and those
// that only such a RUNPATH leads to.
// usage: node host-libraries.cjs FOLDER OBJECT...   FOLDER is emptied first. Runs in the root.
'use strict';
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const [folder, ...objects] = process.argv.slice(2);

const read = (program, ...args) => execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
const standard = /^(\/usr)?\/lib\/x86_64-linux-gnu\/[^/]*$/;
const libraries = new Set();
for (const object of objects)
  for (const [, name] of read('ldd', object).matchAll(/=> (\/\S+)/g)) libraries.add(name);

fs.rmSync(folder, { recursive: true, force: true });
fs.mkdirSync(folder, { recursive: true });
for (const library of libraries) {
  const runpath = /\((RUNPATH|RPATH)\)/.test(read('readelf', '-d', library));
  if (standard.test(library) && !runpath) continue;
  const copy = path.join(folder, path.basename(library));
  fs.copyFileSync(library, copy);
  fs.chmodSync(copy, 0o755);
  if (runpath) execFileSync('patchelf', ['--remove-rpath', copy]);
}
