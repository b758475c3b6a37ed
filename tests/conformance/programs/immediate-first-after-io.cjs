// fixed order
// Inside an I/O callback an immediate always comes before a timer.
const fs = require('node:fs');
const $ = require('../support/account.cjs');
$.declare('onStat', 'poll'); fs.stat(__filename, function onStat() {
  $.run('onStat', () => {
    $.queued('timers', 'timer', 'Timeout'); setTimeout(function timer() { $.run('timer', () => console.log('timer')); }, 0);
    $.queued('check', 'immediate', 'Immediate'); setImmediate(function immediate() { $.run('immediate', () => console.log('immediate')); });
  });
});
