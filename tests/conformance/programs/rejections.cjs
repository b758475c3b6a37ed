// fixed order
// Unhandled rejections are told after ticks and jobs; handled late is told too.
process.on('unhandledRejection', (reason, promise) => {
  console.log('unhandled', reason.message);
  process.nextTick(() => console.log('tick of unhandled', reason.message));
  if (reason.message === 'late') setImmediate(() => promise.catch((error) => console.log('handled late', error.message)));
});
process.on('rejectionHandled', () => console.log('rejectionHandled'));
Promise.reject(new Error('one'));
Promise.reject(new Error('late'));
Promise.reject(new Error('in time')).catch((error) => console.log('caught', error.message));
const soon = Promise.reject(new Error('by a tick'));
process.nextTick(() => soon.catch((error) => console.log('caught', error.message)));
queueMicrotask(() => console.log('job'));
process.nextTick(() => console.log('tick'));
