import { setTimeout as wait } from 'node:timers/promises';

let waiting = 0, most = 0;

async function fetchUser(id) {
  most = Math.max(most, ++waiting);
  await wait(50);
  waiting--;
  return `user ${id}`;
}

async function oneByOne(ids) {
  const users = [];
  for (const id of ids) users.push(await fetchUser(id));
  return users;
}

async function sideBySide(ids) {
  return Promise.all(ids.map((id) => fetchUser(id)));
}

async function show(name, work) {
  most = 0;
  const users = await work([1, 2, 3]);
  console.log(`${name}: ${users.join(', ')}; at most ${most} waited at once`);
}

await show('one by one', oneByOne);
await show('side by side', sideBySide);

async function careful() {
  try {
    await Promise.reject(new Error('no such user'));
  } catch (error) {
    return `caught: ${error.message}`;
  }
}
const pending = careful();
console.log('careful() has returned', pending instanceof Promise ? 'a promise' : 'a value');
console.log(await pending);
