'use strict';
// What Node itself takes to parse a snapshot's JSON: node parse.cjs FILE.
const fs = require('node:fs');
const start = performance.now();
const { nodes } = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
console.log(JSON.stringify({ all: performance.now() - start, numbers: nodes.length }));
