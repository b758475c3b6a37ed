import { setTimeout as wait } from 'node:timers/promises';

async function fetchUser(id) {
  await wait(50);
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

async function measure(name, work) {
  const start = performance.now();
  const users = await work([1, 2, 3]);
  const time = performance.now() - start;
  console.log(`${name}: ${users.join(', ')} in ${time < 140 ? 'one wait' : 'three waits'}`);
}

await measure('one by one', oneByOne);
await measure('side by side', sideBySide);

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
