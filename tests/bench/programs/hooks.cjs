// Loaded before a program: stock async_hooks with all five hooks, each empty.
const nothing = () => {};
require('node:async_hooks').createHook({ init: nothing, before: nothing, after: nothing, destroy: nothing, promiseResolve: nothing }).enable();
