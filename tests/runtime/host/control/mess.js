process.chdir('/');
process.env.HOST_DRIVER = 'changed';
process.umask(0o77);
process.title = 'changed';
require('node:fs').openSync(__filename);
console.log(process.cwd(), process.env.HOST_DRIVER, process.env.GIVEN, process.argv.slice(2), process.execArgv);
