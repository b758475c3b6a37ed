// fixed order
// Generators, async generators, for await, early return, errors on the way.
async function* numbers(limit) {
  try {
    for (let i = 0; i < limit; ++i) { await null; yield i; }
  } finally {
    console.log('generator closed');
  }
}
function* plain() { const got = yield 1; console.log('sent', got); yield 2; return 3; }
const generator = plain();
console.log(generator.next(), generator.next('hello'), generator.next(), generator.next());
for await (const n of numbers(3)) console.log('number', n);
for await (const n of numbers(3)) { if (n === 1) break; console.log('until break', n); }
try {
  for await (const n of numbers(3)) { if (n === 1) throw new Error('inside'); }
} catch (error) { console.log('caught', error.message); }
for await (const value of [Promise.resolve('a'), 'b', (async () => 'c')()]) console.log(value);
const both = await Promise.all([(async () => { await 1; return 'x'; })(), (async () => { for await (const n of numbers(1)) return n; })()]);
console.log(both);
await using resource = { async [Symbol.asyncDispose]() { console.log('disposed'); } };
console.log(await Array.fromAsync(numbers(2)));
class Holder { #value = 1; async get() { await 0; return this.#value; } static async make() { return new Holder().get(); } }
console.log(await Holder.make());
