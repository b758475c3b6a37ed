// A thread of a child process that is debugged: the inspector of its main thread at one end, the debugger's socket at the other. Lines of
// JSON both ways; the first says who is here, and the debugger's "go" has the program begin.
'use strict';

const { MessageChannel, parentPort, workerData } = require('worker_threads');
const { Session } = require('inspector');
const net = require('net');

const { address, flags, hello } = workerData;
const session = new Session();
const socket = net.connect(address);
// What the session says may come in the middle of any function here, as V8's interrupt: no stream and no tick of Node's expects that. It
// goes through a port, whose other end is called by the loop.
const { port1: said, port2: toSay } = new MessageChannel();
const kLast = null; // said by the session, then no more
// What the main thread says can leave this thread's loop asleep (seen with Node 26.10 on a busy machine). Why is not known; as soon as a timer
// fires here, it is taken.
const kHeartbeat = 20; // ms
const heartbeat = setInterval(() => {}, kHeartbeat);
let isOver = false;

function raise(place, value) {
  if (Atomics.load(flags, place) < value) Atomics.store(flags, place, value);
  Atomics.notify(flags, place);
}

function send(message) {
  said.postMessage(JSON.stringify(message) + '\n');
}

function end() {
  if (isOver) return;
  isOver = true;
  clearInterval(heartbeat);
  try { session.disconnect(); } catch { /* it never was */ }
  raise(0, 2);
}

function dispatch({ id, method, params }) {
  const answer = (error, result) => {
    if (!error) return send({ id, result });
    const inner = /^Inspector error -?\d+: (.*)$/s.exec(error.message);
    send({ id, error: { code: Number(error.errorCode) || -32000, message: inner ? inner[1] : error.message } });
  };
  try {
    session.post(method, params, answer);
  } catch (error) {
    answer(error);
  }
}

function take(line) {
  if (line === 'go') raise(0, 2);
  else if (line) dispatch(JSON.parse(line));
}

toSay.on('message', (text) => {
  if (text === kLast) leave();
  else if (!isOver) socket.write(text);
});
session.on('inspectorNotification', send);
session.connectToMainThread();

let rest = '';
socket.setEncoding('utf8');
socket.on('connect', () => {
  socket.write(JSON.stringify(hello) + '\n');
  raise(0, 1);
});
socket.on('data', (text) => {
  const lines = (rest + text).split('\n');
  rest = lines.pop();
  lines.forEach(take);
});
socket.on('error', end);
socket.on('close', end);

// This thread does not end by itself: Node would crash if it did while the main thread takes leave of the session.
function leave() {
  try { session.disconnect(); } catch { /* it has gone already */ }
  isOver = true;
  socket.end(() => raise(1, 2));
}

// The program is at its end. What it said before comes first: the answer to a question that is asked now comes behind it.
parentPort.on('message', () => {
  if (isOver) return raise(1, 2);
  const sayLast = () => said.postMessage(kLast);
  try {
    session.post('Runtime.getIsolateId', sayLast);
  } catch {
    sayLast();
  }
});
