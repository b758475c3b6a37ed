// fixed order
// environment: NODE_OPTIONS=--experimental-shadow-realm
const { start, say } = { start: setTimeout, say: console.log };
const realm = new ShadowRealm();
say(realm.evaluate('1 + 1'));
realm.evaluate('Promise.resolve(1).then((x) => { globalThis.then = x }); (async () => { await 1; globalThis.awaited = 2 })(); 0');
start(() => {
  say(realm.evaluate('globalThis.then'), realm.evaluate('globalThis.awaited'));
  const another = new ShadowRealm();
  another.importValue('data:text/javascript,export const x = 3', 'x').then((x) => say('imported', x), (e) => say('failed', e.message));
}, 2);
