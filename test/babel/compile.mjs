// Compiles a fixture with Babel: this project's plugin, and what turns the rest into JavaScript for this engine.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { require } from "../language/typescript-hook.mjs";
import { load } from "./babels.mjs";

const { compilerOptions, fixturesFolder } = require("./load.ts");
const { createPlugin } = require("../../babel-plugin/plugin.ts");

/**
 * The code, and the IR of its functions.
 *
 * place    where the plugin stands: "plugin", "first preset", "last preset"
 * finish   who compiles the rest: "presets" of Babel, or "typescript", which knows more of TypeScript than Babel does
 * targets  of preset-env
 */
export function compile(major, file, variant, { place = "plugin", finish = "presets", targets } = {}) {
  const fileName = join(fixturesFolder, file);
  const text = readFileSync(fileName, "utf8");
  let ir = "";
  const plugin = [createPlugin({ onIr: (printed) => (ir = printed) }), variant.options];
  const isScript = file.endsWith(".cjs");
  const byPresets = finish === "presets" && !usesMoreThanBabelKnows(file);
  const presets = byPresets ? presetsFor(major, isScript, targets) : [];
  if (place === "first preset") presets.unshift(() => ({ plugins: [plugin] }));
  if (place === "last preset") presets.push(() => ({ plugins: [plugin] }));
  const { code } = load(major, "@babel/core").transformSync(text, {
    filename: fileName,
    configFile: false,
    babelrc: false,
    compact: false,
    sourceType: isScript ? "script" : "module",
    parserOpts: { plugins: byPresets ? [] : syntaxOf(file) },
    plugins: [
      ...(place === "plugin" ? [plugin] : []),
      ...(byPresets ? [[load(major, "@babel/plugin-proposal-decorators"), { version: "2023-11" }]] : []),
    ],
    presets,
  });
  return { code: byPresets ? code : ts.transpileModule(code, { fileName, compilerOptions }).outputText, ir };
}

/** Babel compiles no namespace that exports a variable. */
function usesMoreThanBabelKnows(file) {
  return file.startsWith("typescript/");
}

function syntaxOf(file) {
  const language = file.endsWith(".cjs") ? [] : ["typescript"];
  const jsx = file.endsWith(".tsx") ? ["jsx"] : [];
  return [...language, ...jsx, ["decorators", {}], "decoratorAutoAccessors"];
}

function presetsFor(major, isScript, targets = { node: "20.19" }) {
  return [
    [load(major, "@babel/preset-env"), { targets, modules: "commonjs" }],
    [load(major, "@babel/preset-react"), { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" }],
    ...(isScript ? [] : [load(major, "@babel/preset-typescript")]),
  ];
}
