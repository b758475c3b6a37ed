// Plain calls, which only Lesson sees.
const { size, start } = require('./measure.cjs');
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
const done = start();
let sum = 0;
for (let i = size(200); i > 0; --i) sum += fib(20); // 21,891 calls each
done(sum);
