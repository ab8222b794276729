// Prints what both dialects warn of in the fixtures and in a sample that is wrong on purpose, as JSON. A process of its own,
// because Jest cannot load Babel 8.
//
//   node test/babel/warnings-child.mjs 7|8
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import ts from "typescript";
import { require } from "../language/typescript-hook.mjs";
import { warningsOf } from "./compile.mjs";

const { fixtureFiles, fixturesFolder } = require("./load.ts");
const { compileSource } = require("../../transformer/typescript/compile.ts");

const [major] = process.argv.slice(2);
const options = { returns: "coroutine" };
const files = [...fixtureFiles().map((file) => join(fixturesFolder, file)), resolve("samples/wrong-on-purpose.ts")];
const results = files.map((fileName) => {
  const text = readFileSync(fileName, "utf8");
  const settings = { fileName, options, target: "ESNext", compilerOptions: { experimentalDecorators: false } };
  const typescript = compileSource(ts, text, settings)
    .diagnostics.filter(({ category }) => category === "warning")
    .map(({ code, message, place }) => `${place.line}:${place.column} TSY${code}: ${message}`);
  return { file: fileName, typescript, babel: warningsOf(major, text, fileName, options) };
});
process.stdout.write(JSON.stringify(results));
