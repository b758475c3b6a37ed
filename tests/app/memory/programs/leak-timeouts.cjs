// leak: timers
'use strict';
function withTimeout(work, request) {
    const late = new Promise((_, reject) => {
        setTimeout(() => reject(new Error(`late: ${request.url}`)), 86_400_000).unref(); // <- here
    });
    late.catch(() => {});
    return Promise.race([work, late]);
}
exports.turn = n => withTimeout(Promise.resolve(n), { url: `/api/${n}`, headers: { accept: `text/${n}` } });
