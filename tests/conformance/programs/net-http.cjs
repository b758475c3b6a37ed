// fixed order
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');
(async () => {
  const echo = net.createServer((socket) => socket.pipe(socket)).listen(0, '127.0.0.1');
  await once(echo, 'listening');
  const socket = net.connect(echo.address().port, '127.0.0.1');
  socket.write('ping');
  console.log(String((await once(socket, 'data'))[0]));
  socket.end();
  await once(socket, 'close');
  echo.close();
  const server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => { body += text; }).on('end', () => {
      response.setHeader('x-path', request.url);
      response.end(JSON.stringify({ method: request.method, body }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  const answer = await fetch(`${url}/one`, { method: 'POST', body: 'data' });
  console.log(answer.status, answer.headers.get('x-path'), await answer.json());
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  for (let i = 0; i < 3; ++i) {
    const [response] = await once(http.get(`${url}/${i}`, { agent }), 'response');
    let text = '';
    for await (const chunk of response) text += chunk;
    console.log(i, text);
  }
  agent.destroy();
  const broken = http.get(`${url}/broken`);
  broken.destroy(new Error('given up'));
  console.log((await once(broken, 'error').catch((error) => [error]))[0].message);
  server.closeAllConnections();
  server.close(() => console.log('closed'));
  net.connect(1, '127.0.0.1').on('error', (error) => console.log(error.code));
})();
