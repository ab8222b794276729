/**
 * Counts the native promises that exist because of a program, from the first statement of `main` until it settled.
 *
 *     node count-promises.mjs FILE [--native]      the program, compiled (or as it is)
 *
 * Prints the number. A process of its own, so that nothing else makes any.
 */
import { createHook } from "node:async_hooks";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import ts from "typescript";

const [file, flag] = process.argv.slice(2);
const require = createRequire(path.resolve("package.json"));
const { compileSource } = require("./dist/transformer/index.js");
const text = readFileSync(file, "utf8");
const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
const code =
  flag === "--native"
    ? ts.transpileModule(text, { compilerOptions }).outputText
    : compileSource(ts, text, { fileName: file, module: "commonjs" }).code;

let count = 0;
const hook = createHook({
  init(id, type) {
    if (type === "PROMISE") count++;
  },
});
const runtime = require("tsyncio");
const counted = {
  ...runtime,
  /** The program's own `run`, watched. */
  run(main, options) {
    hook.enable();
    const settled = () => {
      hook.disable();
      process.stderr.write(`promises: ${count}\n`);
    };
    const task = runtime.run(main, options);
    if (typeof task?.addDoneCallback === "function") task.addDoneCallback(settled);
    else settled();
    return task;
  },
};
const load = (specifier) => (specifier === "tsyncio" ? counted : require(specifier));
new Function("module", "exports", "require", code)({ exports: {} }, {}, load);
