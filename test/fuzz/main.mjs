// Compares random programs: run by the engine as they are, and compiled.
//
//   npm run fuzz -- [--programs N] [--seed S] [--frontend typescript|babel] [--returns task|coroutine]
//                   [--order exact|relaxed] [--print]
//
// Every seed is one program, so a program that differs is seen again with `--programs 1 --seed` and its seed;
// `--print` shows the program as it was generated.
import { parseArgs } from "node:util";
import { require } from "../language/typescript-hook.mjs";

const { search } = require("../fuzz/search.ts");
const { frontends } = require("../fuzz/compile.ts");

const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "1000" },
    seed: { type: "string", default: "1" },
    frontend: { type: "string", default: "typescript" },
    returns: { type: "string", default: "task" },
    order: { type: "string", default: "exact" },
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

const mode = {
  frontend: oneOf("frontend", frontends),
  returns: oneOf("returns", ["task", "coroutine"]),
  order: oneOf("order", ["exact", "relaxed"]),
};
const programs = count("programs");
const seed = count("seed");

if (values.print) {
  const { textOf } = require("../fuzz/search.ts");
  for (let index = 0; index < programs; index++) console.log(textOf(seed + index, mode));
} else {
  const started = performance.now();
  const { compared, skipped, findings } = await search(seed, programs, mode, (finding) => {
    console.log(`\n✗ seed ${finding.seed}, path ${finding.path}\n${finding.text}\n${finding.difference}`);
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const setting = `${mode.frontend}, ${mode.returns}, ${mode.order}`;
  console.log(
    `${setting}, seeds ${seed} to ${seed + programs - 1}: ${compared} compared, ${skipped} skipped, ${findings.length} differ (${seconds} s)`,
  );
  process.exit(findings.length === 0 ? 0 : 1);
}
