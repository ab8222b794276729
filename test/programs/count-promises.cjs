/**
 * Counts the native promises that exist because of a program, from the first statement of `main` until it settled.
 *
 *     node count-promises.cjs FILE [--native]      the program, compiled (or as it is)
 *
 * Prints the number. A process of its own, so that nothing else makes any.
 */
const { createHook } = require("node:async_hooks");
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");
const ts = require("typescript");

const [file, flag] = process.argv.slice(2);
const projectRequire = createRequire(path.resolve("package.json"));
const { compileSource } = projectRequire("./dist/transformer/index.js");
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
const runtime = projectRequire("tsyncio");
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
const load = (specifier) => (specifier === "tsyncio" ? counted : projectRequire(specifier));
new Function("module", "exports", "require", code)({ exports: {} }, {}, load);
