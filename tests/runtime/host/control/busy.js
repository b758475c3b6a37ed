console.log('ready'); while (true) {}
