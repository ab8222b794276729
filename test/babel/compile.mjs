// Compiles a fixture with Babel: this project's plugin, and what turns the rest into JavaScript for this engine.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { require } from "../language/typescript-hook.mjs";
import { load } from "./babels.mjs";

const { compilerOptions, fixturesFolder } = require("./load.ts");
const { createPlugin } = require("../../babel-plugin/plugin.ts");

/**
 * The code of a fixture file.
 *
 * place    where the plugin stands: "plugin", "first preset", "last preset"
 * finish   who compiles the rest: "presets" of Babel, or "typescript", which knows more of TypeScript than Babel does
 * targets  of preset-env
 */
export function compile(major, file, variant, { place = "plugin", finish = "presets", targets } = {}) {
  const fileName = join(fixturesFolder, file);
  const plugin = [createPlugin(), { ...variant.options, warnings: false }];
  const byPresets = finish === "presets" && !usesMoreThanBabelKnows(file);
  const presets = byPresets ? presetsFor(major, isScript(file), targets) : [];
  if (place === "first preset") presets.unshift(() => ({ plugins: [plugin] }));
  if (place === "last preset") presets.push(() => ({ plugins: [plugin] }));
  const { code } = load(major, "@babel/core").transformSync(readFileSync(fileName, "utf8"), {
    ...fileOptions(fileName),
    parserOpts: { plugins: byPresets ? [] : syntaxOf(file) },
    plugins: [
      ...(place === "plugin" ? [plugin] : []),
      ...(byPresets ? [[load(major, "@babel/plugin-proposal-decorators"), { version: "2023-11" }]] : []),
    ],
    presets,
  });
  return byPresets ? code : ts.transpileModule(code, { fileName, compilerOptions }).outputText;
}

/** The IR of a text's async functions. */
export function printIr(major, text, fileName, options) {
  let ir = "";
  load(major, "@babel/core").transformSync(text, {
    ...fileOptions(fileName),
    parserOpts: { plugins: syntaxOf(fileName) },
    plugins: [[createPlugin({ onIr: (printed) => (ir = printed) }), { ...options, warnings: false }]],
  });
  return ir;
}

/** What is warned of in a text: `3:5 TSY1401: …`. */
export function warningsOf(major, text, fileName, options) {
  const found = [];
  const { warn } = console;
  console.warn = (printed) => found.push(/:(\d+:\d+): (TSY.*)/.exec(printed)?.slice(1).join(" ") ?? printed);
  try {
    load(major, "@babel/core").transformSync(text, {
      ...fileOptions(fileName),
      parserOpts: { plugins: syntaxOf(fileName) },
      plugins: [[createPlugin(), options]],
    });
  } finally {
    console.warn = warn;
  }
  return found;
}

function fileOptions(fileName) {
  const sourceType = isScript(fileName) ? "script" : "module";
  return { filename: fileName, configFile: false, babelrc: false, compact: false, sourceType };
}

function isScript(file) {
  return file.endsWith(".cjs");
}

/** Babel compiles no namespace that exports a variable. */
function usesMoreThanBabelKnows(file) {
  return file.startsWith("typescript/");
}

function syntaxOf(file) {
  const language = isScript(file) ? [] : ["typescript"];
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
