// Tries one mutation after another for mutate.mjs. Between them the compiler is loaded anew; TypeScript, the
// runtime and what the engine said about each fixture are kept.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { forget, replacements, require } from "../language/typescript-hook.mjs";

const isCompiler = (fileName) =>
  fileName.startsWith(resolve("transformer")) || /test.language.(load|compare)\.ts$/.test(fileName);

/** What the engine does; filled on first use. */
const oracle = new Map();

/** Runs everything with the compiler as it is now. Answers what differs first, or `null`. */
async function firstDifference() {
  const { Comparison, fixturesOf, variantsOf } = require("../language/compare.ts");
  const { coroutines, exactTasks, fixtureFiles } = require("../language/load.ts");
  const comparison = new Comparison(oracle);
  for (const name of [exactTasks.name, coroutines.name]) {
    for (const file of fixtureFiles()) {
      const module = comparison.module(file);
      for (const fixture of fixturesOf(file, module)) {
        const variant = variantsOf(module, fixture.story).find((one) => one.name === name);
        if (variant === undefined) continue;
        const difference = await comparison.difference(fixture, variant);
        if (difference !== null) return `${file}: ${fixture.story} (${name})`;
      }
    }
  }
  return null;
}

function mutate({ file, find, replace }) {
  const fileName = resolve(file);
  const text = readFileSync(fileName, "utf8");
  const occurrences = text.split(find).length - 1;
  if (occurrences !== 1) return `"find" occurs ${occurrences} times`;
  replacements.clear();
  replacements.set(
    fileName,
    text.replace(find, () => replace),
  );
  forget(isCompiler);
  return undefined;
}

process.on("message", async (mutation) => {
  const invalid = mutate(mutation);
  if (invalid !== undefined) return process.send({ invalid });
  try {
    process.send({ killed: await firstDifference() });
  } catch (error) {
    process.send({ killed: String(error.message ?? error).split("\n")[0] });
  }
});
process.on("unhandledRejection", () => {});
process.on("uncaughtException", () => {});
