// Which line comes out when? Guess before you run it.
const say = (number) => console.log(number);

say(1);

setTimeout(function timeout() {
  say(2);
}, 0);

Promise.resolve().then(function reaction() {
  say(3);
});

say(4);
