// leak: list
'use strict';
const sessions = new Map(['ann', 'bob', 'eve', 'joe'].map(name => [name, { name, visited: [] }]));
function visit(name, path) {
    sessions.get(name).visited.push({ path, at: `${path}?` }); // <- here
}
exports.turn = n => { for (const name of sessions.keys()) visit(name, `/page/${n}`); };
