// What things are called, everywhere alike, and what colour and shape stand for them.

import { queueNames } from './data.js';

const words = { CHECKPRIMEREQUEST: 'crypto.checkPrime', CIPHERREQUEST: 'crypto cipher', DERIVEBITSREQUEST: 'crypto derive bits', DIRHANDLE: 'fs.Dir',
  FILEHANDLE: 'file handle', FILEHANDLECLOSEREQ: 'file close', FSEVENTWRAP: 'fs.watch', FSREQCALLBACK: 'fs callback', FSREQPROMISE: 'fs promise',
  GETADDRINFOREQWRAP: 'dns.lookup', GETNAMEINFOREQWRAP: 'dns.lookupService', HASHREQUEST: 'crypto hash', HTTPCLIENTREQUEST: 'http response',
  HTTPINCOMINGMESSAGE: 'http request', Immediate: 'setImmediate', Interval: 'interval', KEYGENREQUEST: 'crypto.generateKey',
  KEYPAIRGENREQUEST: 'crypto.generateKeyPair', MESSAGEPORT: 'message', Microtask: 'queueMicrotask', PBKDF2REQUEST: 'crypto.pbkdf2',
  PIPECONNECTWRAP: 'pipe connect', PIPESERVERWRAP: 'pipe server', PIPEWRAP: 'pipe', PROCESSWRAP: 'child process', PROMISE: 'promise',
  QUERYWRAP: 'dns query', RANDOMBYTESREQUEST: 'crypto.randomBytes', SCRYPTREQUEST: 'crypto.scrypt', SHUTDOWNWRAP: 'stream end', SIGNALWRAP: 'signal',
  SIGNREQUEST: 'crypto.sign', STATWATCHER: 'fs.watchFile', TCPCONNECTWRAP: 'tcp connect', TCPSERVERWRAP: 'tcp server', TCPWRAP: 'tcp socket',
  TLSWRAP: 'tls socket', TTYWRAP: 'terminal', TickObject: 'nextTick', Timeout: 'timeout', UDPSENDWRAP: 'udp send', UDPWRAP: 'udp socket',
  VERIFYREQUEST: 'crypto.verify', WORKER: 'worker', WRITEWRAP: 'stream write', ZLIB: 'zlib', reaction: 'promise reaction' };

const phaseWords = { main: 'main script', pending: 'pending', idle: 'idle', prepare: 'prepare', poll: 'poll', check: 'check', closing: 'closing', timers: 'timers' };
const queueWords = { nextTick: 'nextTick', microtask: 'promise jobs' };
export const phaseWord = (phase) => phaseWords[phase] ?? 'unknown';
export const queueWord = (queue) => queueWords[queue] ?? queue;

const resource = (type) => words[type] ?? (/[a-z]/.test(type) ? type : type.toLowerCase());
export const baseName = (script) => (script.startsWith('node:') ? script : script.slice(script.search(/[^/\\]*$/)));

const threeDigits = (value) => value.toFixed(value < 9.995 ? 2 : value < 99.95 ? 1 : 0);
/** "12.3 ms". */
export function duration(ns) {
  if (ns < 1000) return `${Math.round(ns)} ns`;
  if (ns < 999.5e3) return `${threeDigits(ns / 1e3)} µs`;
  if (ns < 999.5e6) return `${threeDigits(ns / 1e6)} ms`;
  if (ns < 119.5e9) return `${threeDigits(ns / 1e9)} s`;
  const seconds = Math.round(ns / 1e9);
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min ${seconds % 60} s` : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}

/** When a timer may run. Node counts from when the loop last read the clock, a little before the timer was armed. */
export const dueOf = (timer) => timer.since + Math.max(1, timer.ms) * 1e6;

// Colours by what they stand for; shapes say the same without colour. Outlines in a box of 12 by 12.
export const shapes = { main: 'M2 0H7.5L11 3.4V12H2Z', timers: 'M0 6A6 6 0 1 0 12 6A6 6 0 1 0 0 6Z', pending: 'M0 9A6 6 0 0 1 12 9Z', idle: 'M1 4H11V8H1Z',
  poll: 'M1 1H11V11H1Z', check: 'M6 0L12 6L6 12L0 6Z', closing: 'M2.6 .2L6 3.6L9.4 .2L11.8 2.6L8.4 6L11.8 9.4L9.4 11.8L6 8.4L2.6 11.8L.2 9.4L3.6 6L.2 2.6Z',
  nextTick: 'M1.2 .2L11.8 6L1.2 11.8L3.8 6Z', reaction: 'M12 6L9 11.2H3L0 6L3 .8H9Z', await: 'M1.2 0H4.8V12H1.2ZM7.2 0H10.8V12H7.2Z',
  thenable: 'M6 .4L11.8 4.6L9.6 11.4H2.4L.2 4.6Z', queueMicrotask: 'M6 0L7.5 4.5L12 6L7.5 7.5L6 12L4.5 7.5L0 6L4.5 4.5Z',
  pool: 'M3.5 0H8.5L12 3.5V8.5L8.5 12H3.5L0 8.5V3.5Z', gc: 'M6 0C7.4 2.9 10.8 5 10.8 7.8C10.8 13.2 1.2 13.2 1.2 7.8C1.2 5 4.6 2.9 6 0Z',
  asleep: 'M8.5 .8A6 6 0 1 0 11.7 8.4A5 5 0 1 1 8.5 .8Z', lost: 'M7.9 0L1 7.2H5L3.6 12L11.3 4.8H7Z' };

export const hueOfPhase = (phase) => (phase === 'prepare' ? 'idle' : phase ?? 'main');
export function hueOfQueue(queue, type) {
  if (queue !== 'microtask') return queue;
  if (type === 'await' || type === 'thenable') return type;
  return type === 'queueMicrotask' || type === 'Microtask' ? 'queueMicrotask' : 'reaction';
}
// dns.resolve and its kin go over the network; only lookup and lookupService use the pool.
export const hueOfOperation = (type) => (/^(fs\.|crypto\.|zlib\.|dns\.lookup|pool\.|work)/.test(type) ? 'pool' : 'poll');

/** Names of a recording's things. */
export class Labels {
  constructor(recording, survey) {
    this.recording = recording;
    this.survey = survey;
  }
  site(id) { return this.recording.sites[id] ?? this.recording.sites[0]; }
  type(id) { return this.recording.types[id] ?? ''; }
  /** "main.js:12"; empty for an unknown place. */
  place(id) {
    const { script, line } = this.site(id), name = baseName(this.recording.scripts[script] ?? '');
    return name === '' || line === 0 ? name : `${name}:${line}`;
  }
  /** The function's bare name. */
  function(id) { return this.site(id).fn; }
  /** Of a callback that waits or runs: "fs.stat", "timeout 10 ms". */
  kind(callback, thread, queue) {
    const operation = queue === undefined || queue === 'poll' ? this.survey.operation(thread, callback.id) : undefined;
    if (operation) return this.type(operation.type);
    const word = resource(this.type(callback.type));
    return callback.ms ? `${word} ${callback.ms} ms` : word;
  }
  /** Of a server, socket, watcher: "tcp server 127.0.0.1:3000". */
  handle(handle) {
    const type = this.type(handle.type), word = type === 'MESSAGEPORT' ? 'message port' : resource(type); // "message" is what comes through it
    const on = this.recording.texts[handle.on] ?? '';
    return on === '' ? word : `${word} ${on}`;
  }
  hueOf(record) { return hueOfQueue(queueNames[record.detail], this.type(record.type)); }
}
