// Each line of input serves a hundred clients more. Each listens for the price while it is served.
const { EventEmitter } = require('node:events');

const market = new EventEmitter().setMaxListeners(0); // the warning was a nuisance

function serve(id) {
  const client = { id, seen: new Array(20).fill(0) };
  market.on('price', function onPrice(price) {
    client.seen.push(price);
    client.seen.shift();
  });
}

let served = 0;
function serveHundred() {
  for (let i = 0; i < 100; ++i) serve(served++);
  console.log(`${served} clients served, ${market.listenerCount('price')} listeners`);
}

serveHundred();
process.stdin.on('data', serveHundred);
