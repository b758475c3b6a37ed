// Runs a script watched and leaves the records in a file: node harness.cjs DETAIL OUT SCRIPT [ARGS..]
'use strict';
const native = { exports: {} };
process.dlopen(native, process.env.LOOPSCOPE_PROBE_HARNESS);
process.reallyExit(native.exports.run(...process.argv.slice(2)));
