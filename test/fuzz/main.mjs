// Compares random programs: run by the engine as they are, and compiled.
//
//   npm run fuzz -- [--programs N] [--seed S] [--frontend ts|babel] [--returns task|coroutine]
//                   [--order exact|relaxed] [--jobs 2] [--program K] [--print]
//
// A seed is an endless row of programs, of which the first N are compared; those that differ are made small and
// printed with their number. `--program K` compares only that one, `--print` shows programs as they were generated.
import { clearInterval, setInterval } from "node:timers";
import { parseArgs } from "node:util";
import { require } from "../language/typescript-hook.mjs";
import { Pool } from "./pool.mjs";

const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "1000" },
    program: { type: "string" },
    seed: { type: "string", default: "1" },
    frontend: { type: "string", default: "ts" },
    returns: { type: "string", default: "task" },
    order: { type: "string", default: "exact" },
    jobs: { type: "string", default: "2" },
    print: { type: "boolean", default: false },
  },
});

function oneOf(name, choices) {
  if (choices.includes(values[name])) return values[name];
  console.error(`--${name} is ${choices.join(" or ")}, not "${values[name]}"`);
  process.exit(2);
}

function count(name) {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`--${name} is a number, not "${values[name]}"`);
  process.exit(2);
}

const frontend = oneOf("frontend", ["ts", "typescript", "babel"]);
const mode = {
  frontend: frontend === "ts" ? "typescript" : frontend,
  returns: oneOf("returns", ["task", "coroutine"]),
  order: oneOf("order", ["exact", "relaxed"]),
};
const seed = count("seed");
const from = values.program === undefined ? 0 : count("program");
const to = values.program === undefined ? count("programs") : from + 1;

if (values.print) {
  const { textOf } = require("../fuzz/search.ts");
  for (let program = from; program < to; program++) console.log(textOf(seed, program, mode));
} else {
  const setting = `${mode.frontend}, ${mode.returns}, ${mode.order}, seed ${seed}`;
  const pool = new Pool(seed, mode, (finding) => {
    console.log(`\n✗ ${setting}: --seed ${seed} --program ${finding.program}\n${finding.text}\n${finding.difference}`);
  });
  const started = performance.now();
  const seconds = () => (performance.now() - started) / 1000;
  const progress = setInterval(() => {
    const { compared, skipped, differ } = pool.counts;
    const speed = ((compared + skipped) / seconds()).toFixed(0);
    console.error(`${setting}: ${compared + skipped + differ} of ${to - from}, ${differ} differ, ${speed} a second`);
  }, 30_000);
  await pool.run(from, to, count("jobs"));
  clearInterval(progress);
  const { compared, skipped, differ } = pool.counts;
  const each = (pool.time / (to - from)).toFixed(1);
  console.log(
    `${setting}, programs ${from} to ${to - 1}: ${compared} compared, ${skipped} skipped, ${differ} differ ` +
      `(${seconds().toFixed(0)} s, ${each} ms of processor time for each)`,
  );
  process.exit(differ === 0 ? 0 : 1);
}
