// Loads DebugDriver.node beside this file; see DebugDriver.cpp.
'use strict';
const native = { exports: {} };
process.dlopen(native, require('node:path').join(__dirname, 'DebugDriver.node'));
native.exports.main(process.argv.slice(2));
