// One compiler and one file, in a process of their own. Answers like harness/child.mjs; `value` is the length of the
// output, and `peak` the highest resident memory in MB that the first compilation added. With `once` it answers unasked:
// the time from the start of the process to the end of its only compilation, as a user waits for it.
import { createInterface } from "node:readline";
import { now } from "../harness/fair-clock.mjs";
import { program } from "./source.mjs";
import { tools } from "./tools.mjs";

const job = JSON.parse(process.argv[2]);
const tool = await tools[job.tool](job.build);
const prepare = tool.prepare ?? ((text) => text);
const input = prepare(program(job.lines));
const peakOf = () => process.resourceUsage().maxRSS / 1024;

if (job.once) {
  tool.compile(input);
  process.stdout.write(`${JSON.stringify({ ms: now() / 1e6, peak: peakOf() })}\n`);
  process.exit();
}

// What is loaded on first use is not the file's.
tool.compile(prepare(program(100)));

for await (const line of createInterface({ input: process.stdin })) {
  const { budget } = JSON.parse(line);
  const before = peakOf();
  const samples = [];
  let spent = 0;
  let value = 0;
  let peak = 0;
  while (samples.length === 0 || spent < budget) {
    const began = now();
    value = tool.compile(input).length;
    samples.push((now() - began) / 1e6);
    spent += samples.at(-1);
    if (samples.length === 1) peak = peakOf() - before;
  }
  samples.sort((a, b) => a - b);
  const ms = samples[Math.floor(samples.length / 2)];
  process.stdout.write(`${JSON.stringify({ ms, peak, value })}\n`);
}
