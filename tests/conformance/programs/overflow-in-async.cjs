// fixed order
// node reports
// shows its text
// The stack overflows inside async functions: in code that Lesson added to them, too.
(async () => {
  const over = async (n) => 1 + await over(n + 1);
  const chain = (n) => Promise.resolve(n).then(chain(n + 1));
  const finish = async () => { try { await finish(); } finally { await null; } };
  for (const deep of [over, chain, finish]) {
    try {
      await deep(0);
    } catch (error) {
      console.log(error.constructor.name);
    }
  }
  let jobs = 0;
  const dive = () => {
    try {
      dive();
    } catch {}
    Promise.resolve().then(() => ++jobs);
  };
  dive();
  await new Promise((resolve) => setTimeout(resolve, 20));
  console.log(jobs > 100);
})();
