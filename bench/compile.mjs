// Compiles the workloads' plain async source, once per contender, into ES modules on disk: every contender's code is
// loaded the same way, by a process of its own.
import babel from "@babel/core";
import ts from "typescript";
import { root } from "../scripts/lib.mjs";

const typescriptOptions = {
  module: ts.ModuleKind.ESNext,
  allowJs: true,
  downlevelIteration: true,
  // ES5 output is on its way out of TypeScript, and what is compared with here.
  ignoreDeprecations: "6.0",
};

export function compileTypeScript(text, file, target) {
  const compilerOptions = { ...typescriptOptions, target: ts.ScriptTarget[target] };
  return ts.transpileModule(text, { fileName: file, compilerOptions }).outputText;
}

/**
 * What async functions and generators need, and what the regenerator needs in turn: it takes no `for…of`, no `let` that a
 * closure holds, no `??`, no catch clause without a binding. Everything else stays modern, to Babel's advantage.
 */
export const regenerator = [
  "@babel/preset-env",
  {
    targets: { node: "20.19" },
    modules: false,
    include: [
      "transform-async-generator-functions",
      "transform-async-to-generator",
      "transform-regenerator",
      "transform-block-scoping",
      "transform-destructuring",
      "transform-for-of",
      "transform-nullish-coalescing-operator",
      "transform-optional-catch-binding",
      "transform-optional-chaining",
    ],
  },
];

export function compileBabel(text, file) {
  const options = { filename: file, cwd: root, babelrc: false, configFile: false, compact: false };
  return babel.transformSync(text, { ...options, presets: [regenerator] }).code;
}

/** `built` is the module of our transformer. */
export function compileOurs(text, file, built, options) {
  const { code, diagnostics } = built.compileSource(ts, text, {
    fileName: file,
    options,
    compilerOptions: { ...typescriptOptions, sourceMap: false },
  });
  const errors = diagnostics.filter(({ category }) => category === "error");
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join("; ")}`);
  return code;
}
