const kept = new Map(); (async () => { for (let i = 0; ; i++) { kept.set({ i }, 'x'.repeat(100) + i); if (i % 1000 === 0) await null; } })();
