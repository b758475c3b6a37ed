// Writes the options that this very Node knows as lines of a C++ table: name, whether it takes a value, whether V8
// or Node's process start consumes it, whether NODE_OPTIONS may hold it.
// usage: node --expose-internals make-option-table.cjs OUTPUT
'use strict';
const fs = require('node:fs');
const { internalBinding } = require('internal/test/binding');
const { getCLIOptionsInfo, types, envSettings } = internalBinding('options');
const { options, aliases } = getCLIOptionsInfo();

const valued = new Set([types.kInteger, types.kUInteger, types.kString, types.kHostPort, types.kStringList]);
const rows = new Map();
for (const [name, info] of options) {
  if (!name.startsWith('-')) continue;
  rows.set(name, { value: valued.has(info.type), v8: info.type === types.kV8Option, env: info.envVarSettings === envSettings.kAllowedInEnvvar });
}
for (const [name, expansion] of aliases) {
  if (/[= ]/.test(name) || rows.has(name)) continue;
  // What an alias takes is what the last option of its expansion takes; one that brings its own value takes none.
  let target = expansion.at(-1);
  const seen = new Set([name]);
  while (!rows.has(target) && aliases.has(target) && !seen.has(target)) {
    seen.add(target);
    target = aliases.get(target).at(-1);
  }
  const row = rows.get(target);
  rows.set(name, row ?? { value: false, v8: false, env: true });
}
const lines = [...rows].sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([name, r]) => `{"${name}", ${r.value}, ${r.v8}, ${r.env}},\n`);
fs.mkdirSync(require('node:path').dirname(process.argv[2]), { recursive: true });
fs.writeFileSync(process.argv[2], lines.join(''));
