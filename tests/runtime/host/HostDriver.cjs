// Loads HostDriver.node beside this file; see HostDriver.cpp.
'use strict';
const native = { exports: {} };
process.dlopen(native, require('node:path').join(__dirname, 'HostDriver.node'));
native.exports.main(process.argv.slice(2));
process.reallyExit(0);
