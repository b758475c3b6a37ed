// Many statements to step over, with something in scope and some depth of stack.
'use strict';
const orders = Array.from({ length: 50 }, (_, i) => ({ id: i, price: i * 1.5, lines: [1, 2, 3] }));
function total(list, rate) {
  let sum = 0;
  let count = 0;
  const seen = new Map();
  debugger;
  for (;;) {
    const order = list[count % list.length];
    sum += order.price * rate;
    count += 1;
    seen.set(order.id, sum);
  }
}
function run() {
  return total(orders, 1.2);
}
setTimeout(() => run(), 1);
