'use strict';
// Runs a program that exports `turn` in rounds, and takes a snapshot after each: node --expose-gc turns.cjs PROGRAM TURNS SNAPSHOT...
// The first round only warms up.
const { writeHeapSnapshot } = require('node:v8');
const { setImmediate: pause } = require('node:timers/promises');
const [, , program, turns, ...snapshots] = process.argv;
(async () => {
    const { turn } = await import(require('node:url').pathToFileURL(program));
    let n = 0;
    const round = async () => {
        for (let i = 0; i < Number(turns); i++) {
            await turn(n++);
            await pause();
        }
    };
    await round();
    for (const path of snapshots) {
        await round();
        await pause();
        writeHeapSnapshot(path);
    }
    process.exit(0);
})();
