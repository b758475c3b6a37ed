// A client that has been served takes its listener along.
const { EventEmitter } = require('node:events');

const market = new EventEmitter();

function serve(id) {
  const client = { id, seen: new Array(20).fill(0) };
  const onPrice = (price) => {
    client.seen.push(price);
    client.seen.shift();
  };
  market.on('price', onPrice);
  market.emit('price', id);
  market.off('price', onPrice);
}

let served = 0;
function serveHundred() {
  for (let i = 0; i < 100; ++i) serve(served++);
  console.log(`${served} clients served, ${market.listenerCount('price')} listeners`);
}

serveHundred();
process.stdin.on('data', serveHundred);
