/**
 * `npm run faults`: the fault sweep over all workloads. Prints what was run, and every place at which something broke.
 *
 *     npm run faults -- [--returns coroutine,task] [--seeds 0,1,2] [--only WORD] [--stride 1] [--json]
 *
 * Both kinds of async functions and three schedules by default; seed 0 is first in, first out. `--stride 100` tries one in a
 * hundred of the pairs, `--json` prints the results for a program.
 */
import { parseArgs } from "node:util";
import { loadWorkloads, runtime } from "./load.mjs";
import { Sweep } from "./sweep.mjs";

const { values } = parseArgs({
  options: {
    returns: { type: "string", default: "coroutine,task" },
    seeds: { type: "string", default: "0,1,2" },
    only: { type: "string", default: "" },
    folder: { type: "string", default: "workloads" },
    stride: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});

const results = [];
const started = performance.now();
for (const returns of values.returns.split(",")) {
  const workloads = loadWorkloads(values.folder, returns).filter(({ name }) => name.includes(values.only));
  for (const seed of values.seeds.split(",").map(Number)) {
    const sweep = new Sweep(runtime, seed);
    for (const workload of workloads) {
      const result = { returns, seed, ...sweep.sweep(workload, depthOf(workload, seed)) };
      results.push(result);
      if (!values.json) print(result);
    }
  }
}

if (values.json) console.log(JSON.stringify(results));
else summarise();
process.exitCode = results.every(({ failures }) => failures.length === 0) ? 0 : 1;

function depthOf({ small = false }) {
  return { pairs: small, pairStride: Number(values.stride) };
}

function print({ returns, seed, name, steps, singles, pairs, failures }) {
  const counts = `${steps} steps, ${singles + pairs} runs`;
  console.log(`${failures.length === 0 ? "ok" : "FAILED"}  ${returns}, seed ${seed}  ${name}: ${counts}`);
  for (const { where, problems } of failures) {
    console.log(`    ${where}`);
    for (const problem of problems) console.log(`        ${problem}`);
  }
}

function summarise() {
  const total = (key) => results.reduce((sum, result) => sum + result[key], 0);
  const broken = results.filter(({ failures }) => failures.length > 0).length;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `\n${total("singles") + total("pairs")} runs (${total("singles")} with one cancellation, ${total("pairs")} with two) ` +
      `of ${results.length} workloads, in ${seconds} s: ${broken === 0 ? "nothing was lost or held" : `${broken} FAILED`}`,
  );
}
