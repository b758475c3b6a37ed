// fixed order
// Every method that whoever reads or changes a program's text might call is watched, while another file is loaded and errors are made.
const say = console.log.bind(console), { apply, ownKeys, getOwnPropertyDescriptor: ownOf, defineProperty } = Reflect;
const seen = new Set(), add = Set.prototype.add;
let isWatching = false;
for (const type of [Array, String, Map, Set, RegExp, Function, Uint32Array, Object.getPrototypeOf(Uint32Array), Promise, Proxy].filter((one) => one.prototype)) {
  for (const key of ownKeys(type.prototype)) {
    const { value } = ownOf(type.prototype, key);
    if (typeof value !== 'function' || key === 'constructor' || (type === Function && key !== 'bind')) continue;
    defineProperty(type.prototype, key, {
      value: function watched(...given) {
        if (isWatching) apply(add, seen, [`${type.name}.${String(key)}`]);
        return apply(value, this, given);
      },
      writable: true, configurable: true,
    });
  }
}
isWatching = true;
require('../support/account.cjs');
const { stack } = new Error('where');
isWatching = false;
say([...seen].sort());
say(stack.split('\n')[1].replace(/^.*:(\d+:\d+).*$/, '$1'));
