// Loads WindowDriver.node beside this file; see WindowDriver.cpp.
'use strict';
const native = { exports: {} };
process.dlopen(native, require('node:path').join(__dirname, 'WindowDriver.node'));
native.exports.main(process.argv.slice(2));
