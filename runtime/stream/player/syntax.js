// Light colours for JavaScript: comments, strings, numbers and keywords. It guesses, as it only decorates.

const token = new RegExp([
  String.raw`(?<comment>\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))`,
  '(?<string>"(?:\\\\[^]|[^"\\\\\\n])*"?|\'(?:\\\\[^]|[^\'\\\\\\n])*\'?|`(?:\\\\[^]|[^`\\\\])*`?)',
  String.raw`(?<pattern>(?<=[(,=:\[!&|?{};\n]\s*)\/(?![*\/])(?:\\.|\[(?:\\.|[^\]\n\\])*\]|[^\/\n\\\[])+\/[a-z]*)`,
  String.raw`(?<number>\b\d[\d_]*(?:\.\d+)?(?:[eE][+-]?\d+)?n?\b|\b0x[\da-fA-F_]+n?\b)`,
  String.raw`(?<keyword>\b(?:async|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|export|extends|false|finally|for|from|function|if|import|in|instanceof|let|new|null|of|return|static|super|switch|this|throw|true|try|typeof|undefined|var|void|while|with|yield)\b)`,
].join('|'), 'g');

/** Lines of [kind or '', text] pieces. Line ends are those that V8 counts. */
export function colouredLines(text) {
  const lines = [[]];
  const put = (kind, piece) => piece.split(/\r\n|[\n\r\u2028\u2029]/).forEach((part, i) => {
    if (i > 0) lines.push([]);
    if (part !== '') lines.at(-1).push([kind, part]);
  });
  let end = 0;
  for (const match of text.matchAll(token)) {
    put('', text.slice(end, match.index));
    put(Object.keys(match.groups).find((name) => match.groups[name] !== undefined), match[0]);
    end = match.index + match[0].length;
  }
  put('', text.slice(end));
  if (lines.length > 1 && lines.at(-1).length === 0) lines.pop();
  return lines;
}
