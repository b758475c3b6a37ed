'use strict';
const queue = [];
let isBusy = false;
async function drain() {
    if (isBusy) return;
    isBusy = true;
    for (let job = queue.shift(); job; job = queue.shift()) await job();
    isBusy = false;
}
exports.turn = async n => {
    for (let i = 0; i < 8; i++) queue.push(async () => JSON.parse(JSON.stringify({ n, i, list: [n, i] })));
    await drain();
};
