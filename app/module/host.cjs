// All that runs in the carrying node's own environment: it loads the module, which takes the main thread from here on.
'use strict';
const window = require('node:path').join(__dirname, 'window.node');
// Commands that need no window get the module without Qt, which is loaded much sooner.
const withWindow = !['run', 'trace', 'show', '--version'].includes(process.argv[2]) && require('node:fs').existsSync(window);
const native = { exports: {} };
process.dlopen(native, withWindow ? window : require('node:path').join(__dirname, 'loopscope.node'));
process.reallyExit(native.exports.main(process.argv.slice(2)));
