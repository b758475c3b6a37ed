// fixed order
// What is closed abruptly ends in the closing phase.
const net = require('node:net');
const dgram = require('node:dgram');
const fs = require('node:fs');
const server = net.createServer((socket) => {
  socket.on('error', () => {}).on('close', () => { console.log('socket closed'); server.close(() => { console.log('server closed'); udp(); }); });
  socket.destroy();
}).listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1').on('error', () => {}));
function udp() {
  const socket = dgram.createSocket('udp4');
  socket.on('message', (text) => { console.log(String(text)); socket.close(() => { console.log('udp closed'); watch(); }); });
  socket.bind(0, '127.0.0.1', () => socket.send('datagram', socket.address().port, '127.0.0.1'));
}
function watch() {
  const watcher = fs.watch(__dirname, () => {});
  watcher.on('close', () => console.log('watcher closed'));
  setImmediate(() => watcher.close());
}
