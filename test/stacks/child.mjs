// Runs every fixture natively and compiled, and prints the frames of every error it shows, as JSON. A process of its
// own, because Jest rewrites the stacks of errors.
//
//   node test/stacks/child.mjs typescript|babel [part of a file's name]
import { require } from "../language/typescript-hook.mjs";

const { BuiltFiles } = require("../stacks/build.ts");
const { framesOf } = require("../stacks/frames.ts");
const { stacksOf } = require("../stacks/record.ts");
const { fixturesOf } = require("./compare.ts");
const { fixtureFiles } = require("./load.ts");
const { starterPrograms } = require("./starter.ts");

// The runtime's frames, which are dropped from a stack later, count as well.
Error.stackTraceLimit = 50;

const [build, wanted = ""] = process.argv.slice(2);
const native = new BuiltFiles("native");
const compiled = new BuiltFiles(build);
const results = [];

for (const file of fixtureFiles().filter((name) => name.includes(wanted) && isForBabel(name))) {
  const module = native.load(file);
  for (const { clause, story } of fixturesOf(file, module)) {
    // What the engine does is no oracle then.
    if (module.expected?.[story] !== undefined) continue;
    await compare(file, story, module.cases[clause][story], () => compiled.load(file).cases[clause][story]);
  }
}
for (const [name, body] of Object.entries(starterPrograms())) {
  const file = `starter/${name.replaceAll(/\W+/g, "-")}.cjs`;
  if (!file.includes(wanted)) continue;
  const text = `exports.run = function () { ${body} };`;
  await compare(file, name, native.loadText(file, text).run, () => compiled.loadText(file, text).run);
}
process.stdout.write(JSON.stringify(results), () => process.exit());

async function compare(file, story, nativeProgram, load) {
  const expected = await framesIn(native, nativeProgram, false);
  if (expected.length === 0) return;
  results.push({ file, story, expected, actual: await framesIn(compiled, load(), true) });
}

/** The frames of every error, those of the source: what a compiler made for itself has no place there. */
async function framesIn(files, program, isCompiled) {
  const stacks = await stacksOf(program, isCompiled);
  return stacks.map((stack) => framesOf(stack, files.maps).filter(({ line }) => line > 0));
}

/** Babel compiles no namespace that exports a variable. */
function isForBabel(file) {
  return build !== "babel" || !file.startsWith("typescript/");
}
