// node reports on stderr by itself: not written by the program
// shows its text
console.log('waits for ever');
await new Promise(() => {});
