const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'callbacks-'));
const file = path.join(folder, 'note.txt');

// Each step may begin only in the callback of the one before it.
fs.writeFile(file, 'first line\n', function written(error) {
  if (error) throw error;
  console.log('1. written');
  fs.appendFile(file, 'second line\n', function appended(error) {
    if (error) throw error;
    console.log('2. appended');
    fs.readFile(file, 'utf8', function read(error, text) {
      if (error) throw error;
      console.log('3. read', text.split('\n').length - 1, 'lines');
      fs.readFile(file + '.missing', function failed(error) {
        console.log('4. an error is a value here:', error.code);
        fs.rm(folder, { recursive: true }, function removed(error) {
          if (error) throw error;
          console.log('5. removed');
        });
      });
    });
  });
});
console.log('0. nothing has been written yet');
