// Runs every fixture natively and compiled by Babel; prints what was compared as JSON. A process of its own, because
// Jest cannot load Babel 8.
//
//   node test/babel/behaviour-child.mjs 7|8 [settings of compile.mjs as JSON] [part of a file's name]
import { require } from "../language/typescript-hook.mjs";
import { Loader } from "./loader.mjs";

const { Comparison, fixturesOf, variantsOf } = require("./compare.ts");
const { fixtureFiles, native } = require("./load.ts");

const [major, settings = "{}", wanted = ""] = process.argv.slice(2);

/** Compiled programs are Babel's; the engine's own are those of every other test. */
class BabelComparison extends Comparison {
  #loaders = new Map();

  module(file, variant = native) {
    if (variant === native) return super.module(file);
    let loader = this.#loaders.get(variant);
    if (loader === undefined) this.#loaders.set(variant, (loader = new Loader(major, variant, JSON.parse(settings))));
    return loader.load(file);
  }
}

/**
 * Where Babel without this project differs from the oracle, which is TypeScript's output: it gives a module's `this`
 * the value it has in ECMAScript, and an anonymous default export a name of its own.
 */
const differsNatively = new Set([
  "this at module level is not the function's",
  "an anonymous default export is called default",
]);

const comparison = new BabelComparison();
const results = [];
for (const file of fixtureFiles().filter((name) => name.includes(wanted) && !name.startsWith("starter/"))) {
  const module = comparison.module(file);
  for (const fixture of fixturesOf(file, module).filter(({ story }) => !differsNatively.has(story))) {
    for (const variant of variantsOf(module, fixture.story)) {
      results.push({
        file,
        story: fixture.story,
        variant: variant.name,
        difference: await differenceOf(fixture, variant),
      });
    }
  }
}
process.stdout.write(JSON.stringify(results));

/** In words; `null` when there is none. */
async function differenceOf(fixture, variant) {
  try {
    const difference = await comparison.difference(fixture, variant);
    return difference === null ? null : `native:\n${difference.expected}\ncompiled:\n${difference.actual}`;
  } catch (error) {
    return `does not load: ${error.stack}`;
  }
}
