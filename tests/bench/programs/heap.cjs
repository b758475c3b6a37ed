'use strict';
// A heap like that of a server with a full cache, and its snapshot: node heap.cjs OBJECTS FILE. About 470 bytes of file an object.
// Without arguments it has BENCH_OBJECTS and stays, for others to take snapshots.
const { writeHeapSnapshot } = require('node:v8');
const [, , objects = process.env.BENCH_OBJECTS, file] = process.argv;
class Customer { constructor(i) { this.id = i; this.name = `customer ${i}`; this.orders = []; } }
class Order { constructor(i, customer) { this.id = i; this.customer = customer; this.lines = [i, i + 0.5, `line ${i % 1000}`]; } }
const byId = new Map(), index = {}, recent = [], watchers = [];
let customer = null;
for (let i = 0; i < Number(objects); ++i) {
  if (i % 8 === 0) byId.set(i, (customer = new Customer(i)));
  const order = new Order(i, customer);
  customer.orders.push(order);
  if (i % 5 === 0) recent.push({ order, at: i, tags: ['new', 'paid'] });
  if (i % 11 === 0) index[`key${i}`] = order;
  if (i % 13 === 0) watchers.push(() => order.id + i);
}
globalThis.shop = { byId, index, recent, watchers };
if (file) {
  writeHeapSnapshot(file);
} else {
  console.log('ready');
  setInterval(() => shop.byId.size, 50);
}
