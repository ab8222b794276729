// Tries one mutation after another for mutate.mjs. Between them the compiler is loaded anew; TypeScript, the
// runtime and what the engine said about each fixture are kept.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { mutate } from "./mutations.mjs";
import { forget, replacements, require } from "../language/typescript-hook.mjs";

const isCompiler = (fileName) =>
  fileName.startsWith(resolve("transformer")) || /test.language.(load|compare|shapes)\.ts$/.test(fileName);

/** What the engine does; filled on first use. */
const oracle = new Map();

/** Fixtures that differ without any mutation: they can notice nothing. */
const alreadyWrong = new Set();

/** Runs everything with the compiler as it is now, and yields what differs from the engine. */
async function* differences() {
  const { Comparison, fixturesOf, variantsOf } = require("../language/compare.ts");
  const { coroutines, exactTasks, fixtureFiles } = require("../language/load.ts");
  const { shapes, wrongShape } = require("../language/shapes.ts");
  for (const name of Object.keys(shapes)) {
    if (!alreadyWrong.has(name) && wrongShape(name) !== null) yield name;
  }
  const comparison = new Comparison(oracle);
  for (const name of [exactTasks.name, coroutines.name]) {
    for (const file of fixtureFiles()) {
      const module = comparison.module(file);
      for (const fixture of fixturesOf(file, module)) {
        const variant = variantsOf(module, fixture.story).find((one) => one.name === name);
        const where = `${file}: ${fixture.story} (${name})`;
        if (variant === undefined || alreadyWrong.has(where)) continue;
        if ((await differs(comparison, fixture, variant)) !== null) yield where;
      }
    }
  }
}

/** A file that does not compile or load differs, too. */
async function differs(comparison, fixture, variant) {
  try {
    return await comparison.difference(fixture, variant);
  } catch (error) {
    return error;
  }
}

/** What the fixtures say about the mutation that is in place: the first one that differs, or `null`. */
async function firstDifference() {
  for await (const where of differences()) return where;
  return null;
}

/** Puts a mutation in place; answers what is wrong with it, if anything. */
function prepare(mutation) {
  const fileName = resolve(mutation.file);
  try {
    const text = mutate(readFileSync(fileName, "utf8"), mutation);
    replacements.clear();
    replacements.set(fileName, text);
    forget(isCompiler);
    return undefined;
  } catch (error) {
    return error.message;
  }
}

for await (const where of differences()) {
  alreadyWrong.add(where);
  console.error(`differs without a mutation, so it is left out: ${where}`);
}
process.send({ ready: true });

process.on("disconnect", () => process.exit());
process.on("message", async (mutation) => {
  const invalid = prepare(mutation);
  if (invalid !== undefined) return process.send({ invalid });
  try {
    process.send({ killed: await firstDifference() });
  } catch (error) {
    process.send({ killed: String(error.message ?? error).split("\n")[0] });
  }
});
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});
