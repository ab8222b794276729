/** A test's text as the engine gets it: compiled by one of the front ends, or by its host without this project. */
import { createRequire } from "node:module";
import ts from "typescript";
import { createPlugin } from "../../babel-plugin/plugin.js";
import { CompileError, type Problem } from "../../transformer/diagnostics.js";
import type { UserOptions } from "../../transformer/options.js";
import { createTransformer } from "../../transformer/typescript/plugin.js";

export const frontends = ["ts", "babel"] as const;
export type Frontend = (typeof frontends)[number];

/** Compiles one text; `options` of `null` leave this project out and show what the host alone does to it. */
export type Compile = (text: string, isModule: boolean, options: UserOptions | null) => string;

export const compilers: Readonly<Record<Frontend, Compile>> = { ts: byTypeScript, babel: byBabel };

function byTypeScript(text: string, isModule: boolean, options: UserOptions | null): string {
  const problems: Problem[] = [];
  const report = (problem: Problem): void => void problems.push(problem);
  // What TypeScript itself does not like is emitted all the same, and the engine judges it.
  const { outputText } = ts.transpileModule(text, {
    fileName: fileName(isModule),
    transformers: options === null ? {} : { before: [createTransformer(ts, { options, report })] },
    compilerOptions: {
      target: ts.ScriptTarget.ESNext,
      module: isModule ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      moduleDetection: ts.ModuleDetectionKind.Legacy,
      // A sloppy script stays one.
      alwaysStrict: false,
      ignoreDeprecations: "6.0",
      allowJs: true,
    },
  });
  const errors = problems.filter(({ category }) => category === "error");
  if (errors.length > 0) throw new CompileError(errors);
  return outputText;
}

// Not imported: types of Babel 7 are not installed.
const babel = createRequire(__filename)("@babel/core") as {
  transformSync(text: string, options: object): { readonly code: string };
};

function byBabel(text: string, isModule: boolean, options: UserOptions | null): string {
  return babel.transformSync(text, {
    filename: fileName(isModule),
    configFile: false,
    babelrc: false,
    compact: false,
    sourceType: isModule ? "module" : "script",
    parserOpts: { plugins: ["explicitResourceManagement"] },
    plugins: options === null ? [] : [[createPlugin(), { ...options, warnings: false }]],
  }).code;
}

function fileName(isModule: boolean): string {
  return isModule ? "test.mjs" : "test.cjs";
}
