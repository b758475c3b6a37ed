// fixed order
// environment: NODE_OPTIONS=--test-reporter=data:text/javascript,export%20default%20async%20function*(all){for%20await(const{type,data}of%20all)if(type==='test:pass')yield`${data.name}:${data.line}:${data.column}\n`}
import assert from 'node:assert';
import test from 'node:test';
for (const name of ['a', 'b']) { if (name) { await null; test(name, async (t) => { await t.test('inner', () => assert.ok(true)); }); } }
