// Ends with 1 and a report on stderr.
console.log('before');
setTimeout(() => console.log('never'), 50);
Promise.reject(new TypeError('nobody catches this'));
