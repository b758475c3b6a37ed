// leak: cache
'use strict';
const cache = new Map();
class Page { constructor(url) { this.url = url; this.html = `<p>${url}</p>`.repeat(20); } }
function render(url) {
    if (cache.has(url)) return cache.get(url);
    const page = new Page(url);
    cache.set(url, page); // <- here
    return page;
}
exports.turn = n => render(`/page/${n}`).html.length;
