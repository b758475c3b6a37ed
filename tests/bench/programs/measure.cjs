// Measures the loop's own thread: the same way in every variant, from inside the program.
'use strict';
const { threadCpuUsage, hrtime } = process;

exports.size = (full) => Math.max(1, Math.round(full * Number(process.env.BENCH_SCALE ?? 1)));

exports.start = () => {
  const cpu = threadCpuUsage();
  const begin = hrtime.bigint();
  return function done() {
    const wall = Number(hrtime.bigint() - begin) / 1e6;
    const { user, system } = threadCpuUsage(cpu);
    console.log(`measured ${JSON.stringify({ cpu: (user + system) / 1000, wall })}`);
  };
};
