// All that runs in the carrying node's own environment: it loads the module, which takes the main thread from here on.
'use strict';
const native = { exports: {} };
process.dlopen(native, require('node:path').join(__dirname, 'loopscope.node'));
process.reallyExit(native.exports.main(process.argv.slice(2)));
