// The report needs numbers, not requests: what is kept does not grow with the requests.
globalThis.audit = { requests: 0, letters: 0 };

function serve(id) {
  const request = { id, path: `/orders/${id}`, answer: `order ${id} `.repeat(20) };
  audit.requests += 1;
  audit.letters += request.answer.length;
  return request.answer.length;
}

let served = 0;
function serveHundred() {
  for (let i = 0; i < 100; ++i) serve(served++);
  console.log(`${served} requests served, ${Object.keys(audit).length} numbers kept`);
}

serveHundred();
process.stdin.on('data', serveHundred);
