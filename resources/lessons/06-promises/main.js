const wait = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

// A chain: each then makes a new promise, settled by what its function returns.
Promise.resolve('a')
  .then(function first(text) { console.log('chain', text); return text + 'b'; })
  .then(function second(text) { console.log('chain', text); throw new Error('on purpose'); })
  .then(function skipped() { console.log('never printed'); })
  .catch(function rescue(error) { console.log('chain caught:', error.message); return 'c'; })
  .finally(function last() { console.log('chain over'); });

// Two chains take turns: one promise queue serves them all.
Promise.resolve().then(() => console.log('other 1')).then(() => console.log('other 2'));

// Three ways to wait for several.
const slow = () => wait(60, 'slow');
const fast = () => wait(20, 'fast');
const broken = () => wait(40).then(() => Promise.reject(new Error('broken')));

Promise.race([slow(), fast()]).then((winner) => console.log('race:', winner));
Promise.allSettled([fast(), broken()]).then((all) => console.log('allSettled:', all.map((one) => one.status).join(' ')));
Promise.all([slow(), fast()]).then((both) => console.log('all:', both.join(' ')));

console.log('end of the body');
