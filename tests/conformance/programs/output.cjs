// fixed order
const fs = require('node:fs');
process.stdout.write('no newline, ');
console.log('%s and %d and %j', 'text', 42, { a: 1 });
console.error('to stderr');
fs.writeSync(1, 'by fs.writeSync\n');
console.table([{ a: 1 }, { a: 2 }]);
console.group('group'); console.info('inside'); console.groupEnd();
console.warn('warned'); console.debug('debugged');
console.log('ünïcödé 漢字 🙂 \u0000 \x1b[31mred\x1b[0m');
console.assert(false, 'asserted');
console.dir({ deep: { deeper: { deepest: { bottom: 1 } } } }, { depth: 0 });
process.stdout.write('x'.repeat(200_000) + '\n', () => console.log('written', process.stdout.isTTY, process.stdout.columns));
