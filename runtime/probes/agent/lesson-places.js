'use strict';
// Parameters: process, require, native. Returns a function (text, expression): the offset by which V8 names what comes right
// after the expression and has no place of its own; undefined if nothing in the expression has one.
//
// V8 names it by what it compiled last before: calls, property loads, operators. Which of them is plain from their order
// in the text; where each is said to stand is its parser's habit.

function placeOfCall(text, { callee, optional, arguments: list }) {
  const limit = list.length ? list[0].start : text.length;
  const between = text.indexOf('(', callee.end);
  const paren = Math.min(between, limit);
  if (optional || text.slice(callee.end, between).trim() !== '') return paren;
  if (callee.type === 'Super' || callee.type === 'Identifier') return callee.start;
  const isNamed = callee.type === 'MemberExpression' && !callee.computed && callee.property.type === 'Identifier';
  return isNamed ? callee.property.start : paren;
}

// Behind a call, or ?., V8 names a property by the dot, elsewhere by its name.
function isContinued(text, { object, property }) {
  if (text.slice(object.end, property.start).includes(')')) return false;
  return object.type === 'CallExpression' || (object.type === 'MemberExpression' && (object.optional || isContinued(text, object)));
}

function placeOfMember(text, node) {
  if (node.optional) return text.indexOf('?.', node.object.end);
  if (node.computed) return text.lastIndexOf('[', node.property.start - 1);
  return isContinued(text, node) ? text.lastIndexOf('.', node.property.start - 1) : node.property.start;
}

const operatorAfter = (text, node, operator) => text.indexOf(operator, node.end);

// In the order in which V8 compiles them, the last one that has a place.
function lastOf(text, nodes) {
  for (let i = nodes.length; i-- > 0;) {
    const place = nodes[i] ? placeOf(text, nodes[i]) : undefined;
    if (place !== undefined) return place;
  }
  return undefined;
}

// Where there is something to be joined, each part has a place.
function placeOfTemplate(text, { expressions, quasis }) {
  const isJoined = expressions.length > 1 || quasis.some(({ start, end }) => end > start);
  return lastOf(text, expressions) ?? (isJoined ? expressions.at(-1)?.start : undefined);
}

function placeOf(text, node) {
  switch (node.type) {
    case 'CallExpression':
      return placeOfCall(text, node);
    case 'MemberExpression':
      return placeOfMember(text, node);
    case 'ChainExpression':
      return placeOf(text, node.expression);
    case 'NewExpression': case 'AwaitExpression': case 'YieldExpression':
      return node.start;
    case 'TaggedTemplateExpression':
      return node.quasi.start;
    case 'TemplateLiteral':
      return placeOfTemplate(text, node);
    case 'BinaryExpression':
      return operatorAfter(text, node.left, node.operator);
    case 'LogicalExpression':
      return lastOf(text, [node.left, node.right]);
    case 'ConditionalExpression':
      return lastOf(text, [node.test, node.consequent, node.alternate]);
    case 'SequenceExpression':
      return placeOf(text, node.expressions.at(-1)) ?? node.expressions.at(-1).start;
    case 'AssignmentExpression':
      return node.left.type.endsWith('Pattern') ? lastOf(text, [node.right]) : operatorAfter(text, node.left, node.operator);
    case 'UpdateExpression':
      return node.prefix ? node.start : operatorAfter(text, node.argument, node.operator);
    case 'UnaryExpression':
      if (node.operator === 'delete') return undefined;
      return '+-~'.includes(node.operator) ? (node.argument.type === 'Literal' ? undefined : node.start) : placeOf(text, node.argument);
    case 'ArrayExpression':
      return lastOf(text, node.elements);
    case 'ObjectExpression':
      return lastOf(text, node.properties);
    case 'Property':
      return node.method || node.kind !== 'init' ? undefined : placeOf(text, node.value) ?? (node.computed ? node.value.start : undefined);
    case 'SpreadElement':
      return placeOf(text, node.argument) ?? node.argument.start;
    default:
      return undefined;
  }
}

return (text, expression) => (expression ? placeOf(text, expression) : undefined);
