// leak: global
'use strict';
global.usersById = {};
class User { constructor(id) { this.id = id; this.name = `name ${id}`; this.tags = ['a', `${id}`]; } }
exports.turn = n => {
    const id = `u${n}`;
    usersById[id] = new User(id); // <- here
    usersById[id + 'b'] = new User(id); // <- here
};
