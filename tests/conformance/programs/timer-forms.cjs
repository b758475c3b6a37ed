// fixed order
// Intervals, refresh, unref and ref, cleared before and inside their own callback, odd durations, many timers of one list.
const $ = require('../support/account.cjs');
let beats = 0;

$.queued('timers', 'beat', 'Interval'); const beating = setInterval(function beat() {
  $.begin('beat');
  console.log('beat', ++beats);
  if (beats === 3) { clearInterval(beating); after(); }
  else $.queued('timers', 'beat', 'Interval');
  $.end('beat');
}, 2);
$.queued('timers', 'never', 'Timeout'); const never = setTimeout(function never_() {}, 3);
$.cancelled('never'); clearTimeout(never);
$.queued('timers', 'forgotten', 'Timeout'); setTimeout(function forgotten() {}, 1e6).unref();

function after() {
  $.queued('timers', 'refreshed', 'Timeout'); const timer = setTimeout(function refreshed() { $.run('refreshed', () => { console.log('refreshed'); odd(); }); }, 10);
  setTimeout(() => timer.refresh(), 5);
}

function odd() {
  for (const [index, ms] of [0, 0.5, -1, NaN, 2 ** 31, '1', undefined].entries()) setTimeout((value) => console.log('odd', value), ms, index);
  const back = setTimeout(() => console.log('ref again'), 8).unref();
  back.ref();
  setTimeout(() => console.log('primitive', typeof +setTimeout(() => {}, 1)), 20);
}
process.removeAllListeners('warning').on('warning', (warning) => console.log('warning', warning.name));
