// Runs fixtures as ES modules, natively and compiled, against the built ESM runtime; prints the differences as
// JSON. A process of its own, because Jest's CommonJS mode cannot import an ES module.
//
//   node test/language/esm-child.mjs <empty folder to write to>
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { require } from "./typescript-hook.mjs";

const { fixturesOf } = require("./compare.ts");
const { storyWithRounds, story } = require("./fixture.ts");
const { fixtureFiles, helperFiles, transpile, native, exactTasks } = require("./load.ts");
const { runProgram } = require("./run.ts");

const folder = process.argv[2];
const built = (file) => pathToFileURL(resolve("dist/esm", file)).href;
const runtime = built("abi.js");

// As in loop.ts: no slices, so that a busy machine changes nothing; registered before the ABI is imported.
const [{ registerAmbientLoop }, { EventLoop }, { nodeHost }] = await Promise.all(
  ["core/ambient.js", "core/loop.js", "hosts/node.js"].map((file) => import(built(file))),
);
registerAmbientLoop(() => new EventLoop(nodeHost({ slice: Infinity }), { holdTasks: false }));
const compiled = { name: "esm", options: { ...exactTasks.options, runtime } };

/** Writes one variant of a file as a module; answers where. */
function write(file, variant) {
  const fileName = join(folder, variant.name, file.replace(/\.tsx?$/, ".mjs"));
  mkdirSync(dirname(fileName), { recursive: true });
  const { code } = transpile(file, variant, "esm");
  writeFileSync(fileName, code.replaceAll(/"\.\/(\w+)"/g, '"./$1.mjs"'));
  return pathToFileURL(fileName).href;
}

const results = [];
for (const variant of [native, compiled]) {
  for (const helper of helperFiles()) write(helper, variant);
}
for (const file of fixtureFiles().filter((name) => !name.endsWith(".cjs"))) {
  const oracle = await import(write(file, native));
  try {
    await compareFile(file, oracle, await import(write(file, compiled)));
  } catch (error) {
    results.push({ file, name: "loads", expected: "", actual: String(error.stack) });
  }
}
// A pipe takes its time: the process ends when everything was written.
process.stdout.write(JSON.stringify(results), () => process.exit(0));

async function compareFile(file, oracle, module) {
  for (const { clause, story: name } of fixturesOf(file, oracle)) {
    if (oracle.expected?.[name] !== undefined) continue;
    const expected = await runProgram(oracle.cases[clause][name], false);
    const actual = await runProgram(module.cases[clause][name], true);
    const isTimed = oracle.untimed?.[name] === undefined && oracle.untimed?.[clause] === undefined;
    const show = isTimed ? storyWithRounds : story;
    results.push({ file, name, expected: show(expected), actual: show(actual) });
  }
}
