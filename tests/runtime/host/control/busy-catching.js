console.log('ready'); for (;;) try { for (;;); } catch {} finally { continue; }
