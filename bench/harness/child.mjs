// The process of one contender with one workload. It loads both, then does what it is told, one line of JSON each:
//
//   {"budget": ms}      ─▶ {"ms": median of the runs in that time, "runs": …, "value": what the last run gave}
//   {"probe": size}     ─▶ {"bytes": heap per suspended task, "value"}
//   (start-up)          ─▶ {"ms"} without being asked: this process is good for one figure
import { createInterface } from "node:readline";
import { isFair, now } from "./fair-clock.mjs";

const job = JSON.parse(process.argv[2]);
const began = now();
if (job.preload !== undefined) await import(job.preload);
const { start } = await import(job.kit);
const workload = await import(job.module);
const main = workload[job.export];

function once(size, probe) {
  return new Promise((resolve, reject) => {
    start(main, size, probe).then(resolve, reject);
  });
}

function answer(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function time({ budget }) {
  const { Bench } = await import("tinybench");
  let value;
  const bench = new Bench({ now: () => now() / 1e6, time: budget, iterations: 1, warmup: false, throws: true });
  bench.add("run", async () => (value = await once(job.size)));
  await bench.run();
  const { p50, samplesCount } = bench.tasks[0].result.latency;
  answer({ ms: p50, runs: samplesCount, value, isFair });
}

async function bytes() {
  // The first runs allocate what stays: type feedback, compiled code, grown arrays.
  for (let i = 0; i < 3; i++) await once(1000);
  collect();
  const before = process.memoryUsage().heapUsed;
  let held = 0;
  const value = await once(job.size, () => {
    collect();
    held = process.memoryUsage().heapUsed - before;
  });
  answer({ bytes: held / job.size, value });
}

function collect() {
  for (let i = 0; i < 3; i++) globalThis.gc();
}

if (job.measure === "startup") {
  const value = await once(job.size);
  answer({ ms: (now() - began) / 1e6, value });
} else {
  for await (const line of createInterface({ input: process.stdin })) {
    if (job.measure === "bytes") await bytes();
    else await time(JSON.parse(line));
  }
}
