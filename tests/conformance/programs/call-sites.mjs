// fixed order
// Node tells places by more than error stacks.
import { getCallSites } from 'node:util';
const here = () => getCallSites(2).map(({ functionName, lineNumber, columnNumber, column }) => [functionName, lineNumber, columnNumber, column].join(' '));
function outer(list) { for (const one of list) { if (one) { const at = here(); console.log(at.join(', ')); } } }
outer([1]);
await (async () => { await null; for (let i = 0; i < 2; i++) outer([0, i]); })();
