// node harness.cjs MODULE FLAGS RECORDS SCRIPT [ARGS...]: see ProbeHarness.cpp
'use strict';
const native = { exports: {} };
process.dlopen(native, process.argv[2]);
process.reallyExit(native.exports.main(process.argv.slice(3)));
