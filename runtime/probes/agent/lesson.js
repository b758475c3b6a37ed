'use strict';
// Parameters: process, require, native. Returns whether scripts are transformed from now on. Runs apart from the program, in a context
// of its own: what the program gives has the program's methods, which may be anything by now, and none of them is called.
//
// Each script that the program loads is given probes before V8 sees it: at the entry and exit of functions, around
// await and yield, before statements. They stand in the lines of the user's text, so lines stay what they are; columns
// are told to `native`, which moves them back, and moved back in error stacks. A script that does not parse, or is
// too large, runs as it is. What remains to be seen by a program: the text of its functions (toString), and
// a smaller number of calls until the stack overflows.
const { registerHooks } = require('module');
const { utf8Slice } = require('buffer').Buffer.prototype;
const { around, defineProbes, noteInsertions, noteTexts, textsAreMapped } = native;
const { NAME, Transform } = native.script('lesson-transform.js');

native.script('acorn.js');
const { parse } = globalThis.acorn;

const MOST_TEXT = 4 << 20;
const MOST_LIBRARY_TEXT = 512 << 10;
defineProbes(NAME);

const options = (sourceType) => ({
  __proto__: null, ecmaVersion: 'latest', sourceType, allowHashBang: true, allowReturnOutsideFunction: sourceType === 'script',
  locations: false,
});

function transform(text, file, sourceType) {
  if (text.includes(NAME)) return undefined;
  const transformed = new Transform(text, file, parse(text, options(sourceType)));
  const { text: result, moved, added } = transformed.result();
  parsed.set(file, { text, moved, throws: transformed.throws, lineStarts: transformed.lineStarts });
  noteInsertions(file, moved);
  noteTexts(file, text, result, added);
  return result;
}

const parsed = new Map(); // by URL or path as V8 names the script

function attempt(text, file, types) {
  for (const type of types) {
    try {
      return transform(text, file, type);
    } catch {
      // Not of that type, or nothing that we can read: node is to say what is wrong with it.
    }
  }
  return undefined;
}

const scriptName = (url, format) => (format === 'module' || !url.startsWith('file://') ? url : require('internal/url').fileURLToPath(url));

function textOf(source) {
  const bytes = ArrayBuffer.isView(source) ? source : new Uint8Array(source);
  return Reflect.apply(utf8Slice, bytes, [0, bytes.byteLength]);
}

function load(url, context, nextLoad) {
  const loaded = nextLoad(url, context);
  let { format, source } = loaded;
  if (source === null || source === undefined || !url.startsWith('file://')) return loaded;
  if (format !== null && format !== undefined && !/^(commonjs|module)(-typescript)?$/.test(format)) return loaded;
  let text = typeof source === 'string' ? source : textOf(source);
  if (text.length > (url.includes('/node_modules/') ? MOST_LIBRARY_TEXT : MOST_TEXT)) return loaded;
  if (format?.endsWith('-typescript')) {
    try {
      text = require('internal/modules/typescript').stripTypeScriptModuleTypes(text, scriptName(url, 'commonjs'));
    } catch {
      return loaded;
    }
    format = format.slice(0, -'-typescript'.length);
  }
  let result;
  if (format === 'module') result = attempt(text, url, ['module']);
  else if (format === 'commonjs') result = attempt(text, scriptName(url, format), ['script']);
  else if ((result = attempt(text, scriptName(url, 'commonjs'), ['script'])) === undefined) result = attempt(text, url, ['module']);
  return result === undefined ? loaded : { ...loaded, format, source: result };
}

if (native.onlyTransform) { // for tests
  native.onlyTransform((text, file, type) => attempt(text, file, [type]));
  return true;
}
registerHooks({ load });

// Error stacks: columns as the user wrote them. Node's own formatter, and the program's if it has one, are given the
// frames through these.
const { internalBinding } = require('internal/bootstrap/realm');
const { setPrepareStackTraceCallback } = internalBinding('errors');
const { prepareStackTraceCallback } = require('internal/errors');

function columnBack(file, line, column) {
  const { moved } = parsed.get(file);
  let low = 0, high = moved.length / 5;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (moved[5 * middle] < line) low = middle + 1;
    else high = middle;
  }
  let result = column;
  for (let i = 5 * low; i < moved.length && moved[i] === line && moved[i + 1] <= column; i += 5) result -= Math.min(moved[i + 2], column - moved[i + 1]);
  return result;
}

const { bind } = Function.prototype;

function asWritten(frame) {
  const file = frame.getFileName();
  if (typeof file !== 'string' || !parsed.has(file)) return frame;
  const line = frame.getLineNumber(), column = frame.getColumnNumber();
  const written = columnBack(file, line, column);
  if (written === column) return frame;
  return new Proxy(frame, {
    __proto__: null,
    get(target, key) {
      if (key === 'getColumnNumber') return () => written;
      const value = target[key];
      if (key === 'toString') return () => Reflect.apply(value, target, []).replace(`:${line}:${column}`, `:${line}:${written}`);
      return typeof value === 'function' ? Reflect.apply(bind, value, [target]) : value;
    },
  });
}

if (!textsAreMapped) native.script('lesson-errors.js')(parsed, columnBack);
setPrepareStackTraceCallback((realm, error, trace) => {
  for (let i = 0; i < trace.length; ++i) trace[i] = asWritten(trace[i]);
  return prepareStackTraceCallback(realm, error, trace);
});

// So do util.getCallSites and node:test, which V8 gives the frames without those.
const bindings = internalBinding('util');
bindings.getCallSites = around(bindings.getCallSites, (sites) => {
  for (let i = 0; i < sites.length; ++i) {
    const site = sites[i];
    if (parsed.has(site.scriptName)) site.columnNumber = site.column = columnBack(site.scriptName, site.lineNumber, site.column);
  }
  return sites;
});
bindings.getCallerLocation = around(bindings.getCallerLocation, (location) => {
  if (location !== undefined && parsed.has(location[2])) location[1] = columnBack(location[2], location[0], location[1]);
  return location;
});
return true;
