// Requests to a server of the same process, over one kept connection after another.
const http = require('node:http');
const { size, start } = require('./measure.cjs');
const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
const server = http.createServer((request, response) => response.end('hello')).listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const total = size(20_000);
  const done = start();
  let sent = 0, received = 0;
  function next() {
    if (sent >= total) return;
    ++sent;
    http.get({ port, host: '127.0.0.1', agent }, (response) => response.resume().on('end', () => {
      if (++received === total) { done(); agent.destroy(); server.close(); } else next();
    }));
  }
  for (let i = 0; i < 8; ++i) next();
});
