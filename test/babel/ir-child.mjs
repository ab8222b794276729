// Prints the IR of every fixture and starter program by both dialects, as JSON. A process of its own, because Jest
// cannot load Babel 8.
//
//   node test/babel/ir-child.mjs 7|8
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { require } from "../language/typescript-hook.mjs";
import { printIr } from "./compile.mjs";

const { compilerOptions, coroutines, exactTasks, fixtureFiles, fixturesFolder, transpile } = require("./load.ts");
const { starterPrograms } = require("./starter.ts");
const { compileSource } = require("../../transformer/typescript/compile.ts");

const [major] = process.argv.slice(2);
const results = [];
for (const variant of [exactTasks, coroutines]) {
  for (const file of fixtureFiles()) {
    const fileName = join(fixturesFolder, file);
    const text = readFileSync(fileName, "utf8");
    add(file, variant, transpile(file, variant).ir, () => printIr(major, text, fileName, variant.options));
  }
  for (const [name, body] of Object.entries(starterPrograms())) {
    const text = `exports.run = function () { ${body} };`;
    const fileName = join(fixturesFolder, `starter/${name}.cjs`);
    const settings = { fileName, module: "commonjs", options: variant.options, compilerOptions, projectDirectory: "." };
    const { ir } = compileSource(ts, text, settings);
    add(`starter: ${name}`, variant, ir, () => printIr(major, text, fileName, variant.options));
  }
}
process.stdout.write(JSON.stringify(results));

function add(program, variant, typescript, print) {
  results.push({ program, variant: variant.name, typescript, babel: attempt(print) });
}

function attempt(print) {
  try {
    return print();
  } catch (error) {
    return error.stack;
  }
}
