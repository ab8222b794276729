/** Loads the starter programs (test/fixtures/starter) natively or compiled. */
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import "./loop.js";
import { compileSource } from "../../transformer/typescript/compile.js";
import * as abi from "../../runtime/abi.js";
import { compilerOptions, fixturesFolder, type Variant } from "./load.js";

type Starter = () => unknown;

/** Name → body of a function. */
export function starterPrograms(): Record<string, string> {
  const text = readFileSync(path.join(fixturesFolder, "starter/_async-language.cjs"), "utf8");
  const module = { exports: {} as { cases: Record<string, string> } };
  new Function("module", text)(module);
  return module.exports.cases;
}

export function compileStarter(name: string, variant: Variant): string {
  const text = `exports.run = function () { ${starterPrograms()[name]} };`;
  if (variant.options === null) return text;
  const { options } = variant;
  return compileSource(ts, text, { fileName: `${name}.cts`, module: "commonjs", options, compilerOptions }).code;
}

export function loadStarter(name: string, variant: Variant): Starter {
  const exports = {} as { run: Starter };
  new Function("exports", "require", compileStarter(name, variant))(exports, () => abi);
  return exports.run;
}
