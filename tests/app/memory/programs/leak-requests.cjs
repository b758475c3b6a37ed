// leak: streams
'use strict';
const http = require('node:http');
const pending = [];
const server = http.createServer((request, response) => {
    pending.push({ request, response }); // <- here
    response.end('ok');
});
let port = 0;
exports.turn = async n => {
    if (!port) port = await new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server.address().port)));
    await (await fetch(`http://127.0.0.1:${port}/${n}`)).text();
};
