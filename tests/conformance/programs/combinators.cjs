// fixed order
const wait = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));
const fail = (ms, text) => new Promise((resolve, reject) => setTimeout(reject, ms, new Error(text)));
(async () => {
  console.log(await Promise.all([wait(20, 'a'), wait(10, 'b'), 'c']));
  console.log(await Promise.race([wait(40, 'slow'), wait(10, 'fast')]));
  console.log(await Promise.any([fail(5, 'no'), wait(20, 'yes')]));
  console.log((await Promise.allSettled([fail(5, 'no'), wait(10)])).map((one) => one.status));
  await Promise.any([fail(5, 'x'), fail(10, 'y')]).catch((error) => console.log(error.constructor.name, error.errors.map(String)));
  await Promise.all([fail(5, 'first'), fail(10, 'second')]).catch((error) => console.log(error.message));
  console.log(await Promise.try(() => 'tried'));
})();
