// fixed order
const $ = require('../support/account.cjs');

(async function waiter() {
  $.queued('microtask', 'plain', 'thenable');
  const value = await { then: function plain(yes) { $.run('plain', () => { $.queued('microtask', 'waiter', 'await'); yes(1); }); } };
  $.begin('waiter'); console.log('plain', value);
  $.queued('microtask', 'thrower', 'thenable'); $.end('waiter');
  try {
    await { then: function thrower() { $.run('thrower', () => { $.queued('microtask', 'waiter', 'await'); throw new Error('thrown'); }); } };
  } catch (error) {
    $.begin('waiter'); console.log('caught', error.message);
  }
  $.end('waiter');
})();
new Promise((resolve) => resolve({ get then() { throw new Error('a getter'); } })).catch((error) => console.log(error.message));
Promise.resolve({ then: 'not a function' }).then((value) => console.log(value));
class Sub extends Promise {}
Sub.resolve(1).then((value) => console.log('subclass', value, Sub.resolve(1) instanceof Sub));
(async () => console.log('await of a subclass', await new Sub((resolve) => resolve(2))))();
