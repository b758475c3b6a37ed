const kept = []; setInterval(() => kept.push(Buffer.alloc(2e6, 1)), 1);
