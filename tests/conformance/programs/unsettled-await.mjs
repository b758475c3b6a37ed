// node reports on stderr by itself: not written by the program
console.log('waits for ever');
await new Promise(() => {});
