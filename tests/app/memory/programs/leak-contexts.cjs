// leak: contexts
'use strict';
const vm = require('node:vm');
const sandboxes = [];
exports.turn = n => {
    if (n % 3) return;
    const sandbox = vm.createContext({ n });
    vm.runInContext('globalThis.list = [n, n]', sandbox);
    sandboxes.push(sandbox); // <- here
};
