// leak: cache
'use strict';
const answers = Object.create(null);
function ask(question) {
    return answers[question] ??= { question, words: question.split(' ').map(word => word + '!') }; // <- here
}
exports.turn = n => { for (let i = 0; i < 3; i++) ask(`what is ${n} and ${i}`); };
