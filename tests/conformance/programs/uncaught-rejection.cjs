// node reports on stderr by itself: not written by the program
// ends in the midst: what waits goes on waiting
console.log('before');
setTimeout(() => console.log('never'), 50);
Promise.reject(new TypeError('nobody catches this'));
