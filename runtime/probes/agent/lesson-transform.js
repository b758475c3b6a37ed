'use strict';
// Parameters: process, require, native. Returns { NAME, Transform }: the name by which a script knows the probes, and the class
// that puts them into a parsed script's text.
const { awaitsAreTold, internSite, notePausesUnseen } = native;
const placeBefore = native.script('lesson-places.js');

const NAME = '$L00p';
const CLOSE = 0, ENTER = 1, STATEMENT = 2, RESUME = 3, CLOSE_EMPTY = 4;

class Transform {
  constructor(text, file, program) {
    this.text = text;
    this.file = file;
    this.insertions = [];
    this.throws = [];
    this.returns = []; // of the function that is walked
    this.areTold = false; // whether V8 tells of its awaits
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

  // `place`: what a call in the text is told to stand at.
  insert(at, order, text, place = at) {
    this.insertions.push({ at, order, text, place });
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

  // `name`: what a function gets its name from; `statement`: the one that begins with evaluating this.
  walk(node, scope, name = '', statement = node) {
    switch (node.type) {
      case 'BlockStatement': case 'StaticBlock':
        return this.statements(node.body, node.type === 'StaticBlock' ? 0 : scope);
      case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression':
        return this.functionNode(node, name);
      case 'IfStatement':
        this.walk(node.test, scope, '', node);
        this.single(node.consequent, scope);
        return this.single(node.alternate, scope);
      case 'ForOfStatement':
        this.walk(node.left, scope);
        this.walkPrinted(node.right, scope);
        return node.await && scope && !this.areTold ? this.bodyAfterWait(node.body, scope) : this.single(node.body, scope);
      case 'ForStatement': case 'ForInStatement': case 'WhileStatement': case 'DoWhileStatement': case 'WithStatement':
        for (const key of ['init', 'left', 'right', 'test', 'update', 'object']) if (node[key]) this.walk(node[key], scope);
        return this.single(node.body, scope);
      case 'LabeledStatement':
        return this.walk(node.body, scope);
      case 'SwitchStatement':
        this.walk(node.discriminant, scope, '', node);
        for (const one of node.cases) {
          if (one.test) this.walk(one.test, scope);
          this.statements(one.consequent, scope);
        }
        return;
      case 'TryStatement':
        this.walk(node.block, scope);
        if (node.handler) this.walk(node.handler, scope);
        return node.finalizer && this.finalizer(node.finalizer, scope);
      case 'CatchClause':
        if (node.param) this.walk(node.param, scope);
        this.insert(node.body.start + 1, ENTER, `${NAME}.k(${scope});`);
        return this.walk(node.body, scope);
      case 'AwaitExpression': case 'YieldExpression':
        return this.pause(node, scope, statement);
      case 'ThrowStatement':
        this.throws.push(node.start, node.end);
        return this.walk(node.argument, scope, '', node);
      case 'ReturnStatement':
        this.returns.push(node);
        if (node.argument) this.walk(node.argument, scope, '', node);
        return;
      case 'VariableDeclaration':
        if (node.kind === 'await using' && scope && !this.areTold) notePausesUnseen(scope);
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

  // Why it runs, an exception or not, is put away and told again at its end, if it comes to that.
  finalizer(node, scope) {
    const isTold = scope && node.body.length;
    if (isTold) this.insert(node.start + 1, ENTER, `${NAME}.f(${scope});`);
    this.walk(node, scope);
    if (isTold) this.insert(node.end - 1, CLOSE, `;${NAME}.g(${scope});`);
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
    const { returns, areTold } = this;
    this.returns = [];
    this.areTold = node.async && !node.generator && awaitsAreTold();
    this.unprinted(() => this.functionOf(node, this.site(node.id?.name ?? name ?? '', this.placeOf(node))));
    this.returns = returns;
    this.areTold = areTold;
  }

  functionOf(node, own) {
    if (node.async && node.generator) notePausesUnseen(own); // it awaits what it yields and returns
    // Parameters are the caller's business until the body begins.
    for (const parameter of node.params) this.walk(parameter, 0);
    const body = node.body;
    // In an async function V8's own work stands right before the entry, if no parameter runs code, and right after the exit.
    const isAsync = node.async && !node.generator;
    const entry = !isAsync ? 'e' : node.params.every((one) => one.type === 'Identifier') ? 'E' : 'F';
    const leave = `}finally{${NAME}.${isAsync ? 'X' : 'x'}(${own})}`;
    if (body.type !== 'BlockStatement') {
      const last = node.params.length ? node.params[node.params.length - 1].end : node.start;
      const arrow = this.arrowAfter(last, body.start);
      this.insert(arrow, ENTER, `{${NAME}.${entry}(${own});try{return(`, body.start);
      this.walk(body, own);
      this.insert(node.end, CLOSE, `)${leave}}`, placeBefore(this.text, body) ?? body.start);
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
    // Where there is one way out only, V8 names what follows by that.
    const only = this.returns.length === 1 && this.returns[0] === rest.at(-1) ? this.returns[0] : undefined;
    const place = only && (placeBefore(this.text, only.argument) ?? only.start);
    this.insert(body.end - 1, at === body.end - 1 ? CLOSE_EMPTY : CLOSE, leave, place);
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

  pause(node, scope, statement) {
    if (this.areTold) return node.argument && this.walk(node.argument, scope);
    const isPrinted = this.isPrinted;
    this.unprinted(() => {
      if (scope && (isPrinted || node.delegate)) notePausesUnseen(scope);
      if (scope && !node.delegate) this.markPause(node, scope, isPrinted, statement);
      if (node.argument && node.delegate) this.walkPrinted(node.argument, scope);
      else if (node.argument) this.walk(node.argument, scope);
      if (scope && !node.delegate) this.insert(node.end, node.argument ? CLOSE : CLOSE_EMPTY, isPrinted ? ')' : '))');
    });
  }

  // Both words have five letters.
  markPause(node, scope, isPrinted, statement) {
    const [suspend, resume] = node.type === 'AwaitExpression' ? 'SR' : 'sr';
    if (!isPrinted) this.insert(node.start, RESUME, `${NAME}.${resume}(${scope},`);
    this.insert(node.start + 5, RESUME, ` ${NAME}.${suspend}(${scope}${node.argument ? ',' : ''}`,
      placeBefore(this.text, node.argument) ?? statement.start);
  }

  result() {
    const sorted = this.insertions.sort((a, b) => a.at - b.at || a.order - b.order); // stable
    // Of each: line and column in the new text, length, and the line and column that a call in it is told to stand at.
    const moved = new Uint32Array(sorted.length * 5), added = new Uint32Array(sorted.length * 2);
    let out = '', from = 0, shift = 0, line = -1;
    for (let i = 0; i < sorted.length; ++i) {
      const { at, text, place } = sorted[i];
      const itsLine = this.lineOf(at);
      if (itsLine !== line) shift = 0;
      line = itsLine;
      const placeLine = this.lineOf(place);
      moved.set([line + 1, at - this.lineStarts[line] + shift + 1, text.length, placeLine + 1, place - this.lineStarts[placeLine] + 1], 5 * i);
      added.set([at, text.length], 2 * i);
      shift += text.length;
      out += this.text.slice(from, at) + text;
      from = at;
    }
    return { text: out + this.text.slice(from), moved, added };
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

return { NAME, Transform };
