// fixed order
// environment: NODE_OPTIONS=--jitless
console.log(process.execArgv, process.env.NODE_OPTIONS, typeof WebAssembly);
(async () => {
  for (let i = 0; i < 3; i++) console.log(await i);
  for await (const x of [4, Promise.resolve(5)]) console.log(x);
})();
