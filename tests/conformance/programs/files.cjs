// fixed order
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'files-'));
const file = path.join(folder, 'a');
fs.writeFile(file, 'hello', (error) => {
  console.log('writeFile', error);
  fs.stat(file, (error, stat) => {
    console.log('stat', stat.size);
    fs.open(file, 'r', (error, fd) => {
      fs.read(fd, Buffer.alloc(5), 0, 5, 0, (error, count, buffer) => {
        console.log('read', count, String(buffer));
        fs.close(fd, () => fs.readFile(file, 'utf8', async (error, text) => {
          console.log('readFile', text);
          await fs.promises.appendFile(file, ' there');
          console.log(await fs.promises.readFile(file, 'utf8'));
          const handle = await fs.promises.open(file);
          for await (const line of handle.readLines()) console.log('line', line);
          console.log(await fs.promises.readdir(folder), fs.readdirSync(folder), fs.existsSync(file));
          await fs.promises.access(path.join(folder, 'missing')).catch((error) => console.log(error.code));
          fs.mkdir(folder, { recursive: true }, (error, first) => console.log('mkdir', error, first));
          await fs.promises.mkdir(path.join(folder, 'b', 'c'), { recursive: true });
          fs.rm(folder, { recursive: true }, (error) => console.log('rm', error));
        }));
      });
    });
  });
});
