'use strict';
// Parameters: process, require, native. Returns a function (parsed scripts by name, columnBack) for a Node whose V8 cannot be
// told to show the user's text by itself.
const { positionOf } = native;

return function(parsed, columnBack) {
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
};
