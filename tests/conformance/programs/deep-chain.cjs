// fixed order
let count = 0;
(async () => {
  for (let i = 0; i < 20_000; ++i) { await null; ++count; }
  console.log(count);
  let chain = Promise.resolve();
  for (let i = 0; i < 5000; ++i) chain = chain.then(() => { ++count; });
  await chain;
  console.log(count);
  const many = Array.from({ length: 5000 }, () => Promise.withResolvers());
  setImmediate(() => many.forEach((one) => one.resolve(1)));
  console.log((await Promise.all(many.map((one) => one.promise))).length);
  let fired = 0;
  for (let i = 0; i < 5000; ++i) setTimeout(() => { if (++fired === 5000) console.log('timers', fired); }, i % 7);
})();
