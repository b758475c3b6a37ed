'use strict';
// Parameters: process, require, native. Returns whether scripts are transformed from now on.
//
// Each script that the program loads is given probes before V8 sees it: at the entry and exit of functions, around
// await and yield, before statements. They stand in the lines of the user's text, so lines stay what they are; columns
// are told to `native`, which moves them back, and moved back in error stacks. A script that does not parse, or is
// too large, runs as it is. What remains to be seen by a program: the text of its functions (toString), and
// a smaller number of calls until the stack overflows.
const { parse } = require('internal/deps/acorn/acorn/dist/acorn');
const { registerHooks } = require('module');
const { defineProbes, internSite, notePausesUnseen, noteInsertions, positionOf } = native;

const NAME = '$L00p';
const MOST_TEXT = 4 << 20;
const MOST_LIBRARY_TEXT = 512 << 10;
const CLOSE = 0, ENTER = 1, STATEMENT = 2, RESUME = 3, CLOSE_EMPTY = 4;

defineProbes(NAME);

const options = (sourceType) => ({
  __proto__: null, ecmaVersion: 'latest', sourceType, allowHashBang: true, allowReturnOutsideFunction: sourceType === 'script',
  locations: false,
});

class Transform {
  constructor(text, file, program) {
    this.text = text;
    this.file = file;
    this.insertions = [];
    this.throws = [];
    this.isPrinted = false; // whether V8 may write the expression that is walked into an error's message
    this.lineStarts = [0];
    for (let i = 0; i < text.length; ++i) {
      const c = text.charCodeAt(i);
      if (c === 10 || c === 0x2028 || c === 0x2029 || (c === 13 && text.charCodeAt(i + 1) !== 10)) this.lineStarts.push(i + 1);
    }
    this.statements(program.body, 0);
  }

  lineOf(offset) {
    let low = 0, high = this.lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.lineStarts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low;
  }

  site(name, offset) {
    const line = this.lineOf(offset);
    return internSite(name, this.file, line + 1, offset - this.lineStarts[line] + 1);
  }

  insert(at, order, text) {
    this.insertions.push({ at, order, text });
  }

  // `scope`: the site of the function around, 0 at the top of a script. `told`: a step that is told of elsewhere.
  statements(list, scope, told) {
    for (const node of list) {
      if (node !== told && this.isStep(node)) this.insert(node.start, STATEMENT, this.line(node, scope));
      this.walk(node, scope);
    }
  }

  line(node, scope) {
    return `${NAME}.l(${this.site('', node.start)},${scope});`;
  }

  isStep(node) {
    switch (node.type) {
      case 'FunctionDeclaration': case 'EmptyStatement': case 'BlockStatement': case 'ImportDeclaration': case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration': case 'ExportDefaultDeclaration': case 'ClassDeclaration':
        return false;
      default:
        return node.directive === undefined;
    }
  }

  // A statement that stands where only one may: the body of an `if` or a loop.
  single(node, scope) {
    if (!node) return;
    if (node.type === 'BlockStatement' || node.type === 'FunctionDeclaration' || !this.isStep(node)) return this.walk(node, scope);
    this.insert(node.start, STATEMENT, `{${this.line(node, scope)}`);
    this.walk(node, scope);
    this.insert(node.end, CLOSE, '}');
  }

  walk(node, scope, name = '') {
    switch (node.type) {
      case 'BlockStatement': case 'StaticBlock':
        return this.statements(node.body, node.type === 'StaticBlock' ? 0 : scope);
      case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression':
        return this.functionNode(node, name);
      case 'IfStatement':
        this.walk(node.test, scope);
        this.single(node.consequent, scope);
        return this.single(node.alternate, scope);
      case 'ForOfStatement':
        this.walk(node.left, scope);
        this.walkPrinted(node.right, scope);
        return node.await && scope ? this.bodyAfterWait(node.body, scope) : this.single(node.body, scope);
      case 'ForStatement': case 'ForInStatement': case 'WhileStatement': case 'DoWhileStatement': case 'WithStatement':
        for (const key of ['init', 'left', 'right', 'test', 'update', 'object']) if (node[key]) this.walk(node[key], scope);
        return this.single(node.body, scope);
      case 'LabeledStatement':
        return this.walk(node.body, scope);
      case 'SwitchStatement':
        this.walk(node.discriminant, scope);
        for (const one of node.cases) {
          if (one.test) this.walk(one.test, scope);
          this.statements(one.consequent, scope);
        }
        return;
      case 'CatchClause':
        if (node.param) this.walk(node.param, scope);
        if (scope) this.insert(node.body.start + 1, ENTER, `${NAME}.k(${scope});`);
        return this.walk(node.body, scope);
      case 'AwaitExpression': case 'YieldExpression':
        return this.pause(node, scope);
      case 'ThrowStatement':
        this.throws.push(node.start, node.end);
        return this.walk(node.argument, scope);
      case 'VariableDeclaration':
        if (node.kind === 'await using' && scope) notePausesUnseen(scope);
        for (const one of node.declarations) this.walk(one, scope);
        return;
      case 'VariableDeclarator':
        this.walk(node.id, scope);
        if (node.init) this.walkAssigned(node.init, scope, node.id.name, node.id);
        return;
      case 'AssignmentExpression': case 'AssignmentPattern':
        this.walk(node.left, scope);
        return this.walkAssigned(node.right, scope, node.left.name ?? node.left.property?.name, node.left);
      case 'CallExpression': case 'NewExpression':
        this.walkPrinted(node.callee, scope);
        return this.unprinted(() => { for (const one of node.arguments) this.walk(one, scope); });
      case 'MemberExpression':
        this.walkPrinted(node.object, scope);
        if (node.computed) this.walkPrinted(node.property, scope);
        return;
      case 'TaggedTemplateExpression':
        this.walkPrinted(node.tag, scope);
        return this.walk(node.quasi, scope);
      case 'SpreadElement':
        return this.walkPrinted(node.argument, scope);
      case 'ClassDeclaration': case 'ClassExpression':
        if (node.superClass) this.walk(node.superClass, scope);
        for (const member of node.body.body) {
          if (member.type === 'StaticBlock') {
            this.walk(member, 0);
            continue;
          }
          if (member.computed) this.walk(member.key, scope);
          const isConstructor = member.kind === 'constructor';
          // A field's initial value is code of a function that V8 makes; it has no entry of its own.
          if (member.value) this.walk(member.value, 0, isConstructor ? node.id?.name ?? name : this.keyName(member));
        }
        return;
      case 'Property':
        if (node.computed) this.walk(node.key, scope);
        return this.walk(node.value, scope, this.keyName(node));
      case 'ExportDefaultDeclaration':
        return this.walk(node.declaration, scope, 'default');
    }
    for (const key in node) {
      const child = node[key];
      if (child === null || typeof child !== 'object' || key === 'regex' || (key === 'value' && node.type === 'Literal')) continue;
      if (Array.isArray(child)) {
        for (const one of child) if (one && typeof one.type === 'string') this.walk(one, scope);
      } else if (typeof child.type === 'string') {
        this.walk(child, scope);
      }
    }
  }

  // What V8 cannot call, iterate or take apart it writes into the error's message; an await there must stay one.
  walkPrinted(node, scope, name) {
    const was = this.isPrinted;
    this.isPrinted = true;
    this.walk(node, scope, name);
    this.isPrinted = was;
  }

  walkAssigned(node, scope, name, target) {
    if (target.type.endsWith('Pattern')) this.walkPrinted(node, scope, name);
    else this.walk(node, scope, name);
  }

  unprinted(walks) {
    const was = this.isPrinted;
    this.isPrinted = false;
    walks();
    this.isPrinted = was;
  }

  // The body of a `for await`: there the function has waited, and has come back.
  bodyAfterWait(node, scope) {
    notePausesUnseen(scope);
    const back = `${NAME}.a(${scope});`;
    if (node.type === 'BlockStatement') {
      this.insert(node.start + 1, ENTER, back);
      return this.walk(node, scope);
    }
    this.insert(node.start, STATEMENT, `{${back}${this.isStep(node) ? this.line(node, scope) : ''}`);
    this.walk(node, scope);
    this.insert(node.end, CLOSE, '}');
  }

  keyName(node) {
    if (node.computed) return '';
    const name = node.key.name ?? String(node.key.value);
    const prefix = node.key.type === 'PrivateIdentifier' ? '#' : '';
    return (node.kind === 'get' || node.kind === 'set' ? `${node.kind} ` : '') + prefix + name;
  }

  // V8 names a function's place by its parameter list.
  placeOf(node) {
    if (node.type === 'ArrowFunctionExpression') return node.start;
    const from = node.id ? node.id.end : node.start;
    const first = node.params.length ? node.params[0].start : node.body.start;
    const at = this.text.indexOf('(', from);
    return at >= 0 && at < first ? at : node.start;
  }

  functionNode(node, name) {
    this.unprinted(() => this.functionOf(node, this.site(node.id?.name ?? name ?? '', this.placeOf(node))));
  }

  functionOf(node, own) {
    if (node.async && node.generator) notePausesUnseen(own); // it awaits what it yields and returns
    // Parameters are the caller's business until the body begins.
    for (const parameter of node.params) this.walk(parameter, 0);
    const body = node.body;
    // In an async function V8's own work stands right before the entry, if no parameter runs code, and right after the exit.
    const isAsync = node.async && !node.generator;
    const entry = isAsync && node.params.every((one) => one.type === 'Identifier') ? 'E' : 'e';
    const leave = `}finally{${NAME}.${isAsync ? 'X' : 'x'}(${own})}`;
    if (body.type !== 'BlockStatement') {
      const last = node.params.length ? node.params[node.params.length - 1].end : node.start;
      const arrow = this.arrowAfter(last, body.start);
      this.insert(arrow, ENTER, `{${NAME}.${entry}(${own});try{return(`);
      this.walk(body, own);
      this.insert(node.end, CLOSE, `)${leave}}`);
      return;
    }
    let at = body.start + 1, first = 0;
    while (first < body.body.length && body.body[first].directive !== undefined) at = body.body[first++].end;
    const rest = first === 0 ? body.body : body.body.slice(first);
    const told = rest.length && this.isStep(rest[0]) ? rest[0] : undefined; // with the entry
    const enter = `${first ? ';' : ''}${NAME}.${entry}(${own}${told ? `,${this.site('', told.start)}` : ''});`;
    if (hasRedeclaredFunction(rest)) {
      // As statements of a block these declarations would be an error. The exit is told by what comes next.
      this.insert(at, ENTER, enter);
      return this.statements(rest, own, told);
    }
    this.insert(at, ENTER, `${enter}try{`);
    this.statements(rest, own, told);
    this.insert(body.end - 1, at === body.end - 1 ? CLOSE_EMPTY : CLOSE, leave);
  }

  // The end of the `=>` between the parameters and the body; comments there may hold anything.
  arrowAfter(from, bodyStart) {
    const text = this.text;
    for (let i = from; i < bodyStart; ++i) {
      if (text.startsWith('//', i)) {
        while (i < bodyStart && !'\n\r\u2028\u2029'.includes(text[i])) ++i;
      } else if (text.startsWith('/*', i)) {
        i = text.indexOf('*/', i) + 1;
      } else if (text.startsWith('=>', i)) {
        return i + 2;
      }
    }
    throw new Error('no arrow');
  }

  pause(node, scope) {
    const isPrinted = this.isPrinted;
    this.unprinted(() => {
      if (scope && (isPrinted || node.delegate)) notePausesUnseen(scope);
      if (scope && !node.delegate) this.markPause(node, scope, isPrinted);
      if (node.argument && node.delegate) this.walkPrinted(node.argument, scope);
      else if (node.argument) this.walk(node.argument, scope);
      if (scope && !node.delegate) this.insert(node.end, node.argument ? CLOSE : CLOSE_EMPTY, isPrinted ? ')' : '))');
    });
  }

  // Both words have five letters.
  markPause(node, scope, isPrinted) {
    const [suspend, resume] = node.type === 'AwaitExpression' ? 'SR' : 'sr';
    if (!isPrinted) this.insert(node.start, RESUME, `${NAME}.${resume}(${scope},`);
    this.insert(node.start + 5, RESUME, ` ${NAME}.${suspend}(${scope}${node.argument ? ',' : ''}`);
  }

  result() {
    const sorted = this.insertions.sort((a, b) => a.at - b.at || a.order - b.order); // stable
    const moved = new Uint32Array(sorted.length * 3);
    let out = '', from = 0, added = 0, line = -1;
    for (let i = 0; i < sorted.length; ++i) {
      const { at, text } = sorted[i];
      const itsLine = this.lineOf(at);
      if (itsLine !== line) added = 0;
      line = itsLine;
      moved[3 * i] = line + 1;
      moved[3 * i + 1] = at - this.lineStarts[line] + added + 1;
      moved[3 * i + 2] = text.length;
      added += text.length;
      out += this.text.slice(from, at) + text;
      from = at;
    }
    return { text: out + this.text.slice(from), moved };
  }
}

// Whether a name is declared by a function and once more, which is right at the top of a function and wrong in a block.
function hasRedeclaredFunction(body) {
  const functions = new Set();
  let twice = false;
  for (const node of body) {
    if (node.type !== 'FunctionDeclaration') continue;
    if (functions.has(node.id.name)) twice = true;
    functions.add(node.id.name);
  }
  return functions.size > 0 && (twice || declaresVariable(body, functions));
}

function declaresVariable(node, names) {
  if (Array.isArray(node)) return node.some((one) => one !== null && declaresVariable(one, names));
  if (node === null || typeof node !== 'object') return false;
  switch (node.type) {
    case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression': case 'ClassDeclaration': case 'ClassExpression':
      return false;
    case 'VariableDeclaration':
      if (node.kind === 'var' && node.declarations.some(({ id }) => bindsOneOf(id, names))) return true;
  }
  for (const key in node) {
    const child = node[key];
    if (child !== null && typeof child === 'object' && declaresVariable(child, names)) return true;
  }
  return false;
}

function bindsOneOf(pattern, names) {
  if (pattern === null) return false;
  if (pattern.type === 'Identifier') return names.has(pattern.name);
  return true; // a pattern: rare enough to be careful
}

function transform(text, file, sourceType) {
  if (text.includes(NAME)) return undefined;
  const transformed = new Transform(text, file, parse(text, options(sourceType)));
  const { text: result, moved } = transformed.result();
  parsed.set(file, { text, moved, throws: transformed.throws, lineStarts: transformed.lineStarts });
  noteInsertions(file, moved);
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

function load(url, context, nextLoad) {
  const loaded = nextLoad(url, context);
  let { format, source } = loaded;
  if (source === null || source === undefined || !url.startsWith('file://')) return loaded;
  if (format !== null && format !== undefined && !/^(commonjs|module)(-typescript)?$/.test(format)) return loaded;
  let text = typeof source === 'string' ? source : Buffer.from(source.buffer ?? source, source.byteOffset, source.byteLength).toString();
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
const { setPrepareStackTraceCallback } = require('internal/bootstrap/realm').internalBinding('errors');
const { prepareStackTraceCallback } = require('internal/errors');

function columnBack(file, line, column) {
  const { moved } = parsed.get(file);
  let low = 0, high = moved.length / 3;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (moved[3 * middle] < line) low = middle + 1;
    else high = middle;
  }
  let result = column;
  for (let i = 3 * low; i < moved.length && moved[i] === line && moved[i + 1] <= column; i += 3) result -= Math.min(moved[i + 2], column - moved[i + 1]);
  return result;
}

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
      if (key === 'toString') return () => target.toString().replace(`:${line}:${column}`, `:${line}:${written}`);
      const value = target[key];
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

// An error that ends the program is printed with its line of source: the user's line, not ours. Node keeps a line that is
// there already. What was thrown later than it was made, or is no Error, is left to Node.
const { privateSymbols: { arrow_message_private_symbol: arrow } } = require('internal/bootstrap/realm').internalBinding('util');
const { isNativeError } = require('internal/util/types');
const { _fatalException: own } = process;

function lineOfSource(error, fromPromise) {
  const [file, line, start] = positionOf(error);
  const known = parsed.get(file);
  if (known === undefined || line > known.lineStarts.length) return undefined;
  const from = known.lineStarts[line - 1];
  let at = from + columnBack(file, line, start + 1) - 1;
  const { text, throws } = known;
  if (!fromPromise) {
    let thrown = -1;
    for (let i = 0; i < throws.length; i += 2) if (throws[i] <= at && at < throws[i + 1]) thrown = throws[i];
    if (thrown < 0 && /^new\b/.test(text.slice(at, at + 4))) return undefined;
    if (thrown >= from) at = thrown;
    else if (thrown >= 0) return undefined;
  }
  const source = /^.*/.exec(text.slice(from))[0];
  return `${file}:${line}\n${source}\n${source.slice(0, at - from).replace(/[^\t]/g, ' ')}^\n`;
}

if (typeof own === 'function' && arrow !== undefined) {
  process._fatalException = function(error, fromPromise) {
    const handled = Reflect.apply(own, this, arguments);
    if (!handled && isNativeError(error) && error[arrow] === undefined) {
      const line = lineOfSource(error, fromPromise);
      if (line !== undefined) error[arrow] = line;
    }
    return handled;
  };
}

setPrepareStackTraceCallback((realm, error, trace) => prepareStackTraceCallback(realm, error, trace.map(asWritten)));
return true;
