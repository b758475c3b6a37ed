'use strict';
const http = require('node:http');
const agent = new http.Agent({ keepAlive: true });
const server = http.createServer((request, response) => {
    const parts = [];
    request.on('data', part => parts.push(part)).on('end', () => response.end(JSON.stringify({ url: request.url, size: Buffer.concat(parts).length })));
});
let port = 0;
exports.turn = async n => {
    if (!port) port = await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
    await new Promise((resolve, reject) => {
        http.request({ port, agent, host: '127.0.0.1', method: 'POST', path: `/${n}` }, response => response.resume().on('end', resolve)).on('error', reject).end(`body ${n}`);
    });
};
