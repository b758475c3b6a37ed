// Each line of input serves a hundred requests more. What of them is still there afterwards?
globalThis.audit = [];

function serve(id) {
  const request = { id, path: `/orders/${id}`, answer: `order ${id} `.repeat(20) };
  audit.push(request); // for a report that nobody has written yet
  return request.answer.length;
}

let served = 0;
function serveHundred() {
  for (let i = 0; i < 100; ++i) serve(served++);
  console.log(`${served} requests served, ${audit.length} still kept`);
}

serveHundred();
process.stdin.on('data', serveHundred);
