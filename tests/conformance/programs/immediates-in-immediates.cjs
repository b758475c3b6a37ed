// fixed order
// An immediate made during check runs in the next turn of the loop; one that clears another stops it.
const $ = require('../support/account.cjs');
let turn = 0;

function first() {
  $.run('first', () => {
    console.log('first', ++turn);
    $.cancelled('third'); clearImmediate(third_);
    $.queued('check', 'nested', 'Immediate'); setImmediate(nested);
  });
}
function second() { $.run('second', () => console.log('second', turn)); }
function third() { $.run('third', () => console.log('never')); }
function nested() {
  $.run('nested', () => {
    console.log('nested', ++turn);
    if (turn < 4) { $.queued('check', 'nested', 'Immediate'); setImmediate(nested); }
  });
}
$.queued('check', 'first', 'Immediate'); setImmediate(first);
$.queued('check', 'second', 'Immediate'); setImmediate(second);
$.queued('check', 'third', 'Immediate'); const third_ = setImmediate(third);
