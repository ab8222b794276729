// Compiles deeply nested programs, each in a thread of its own with a stack of known size; prints for each whether it
// went well, as JSON. Uses what `npm run build` made.
//
//   node test/babel/nesting-child.mjs '[{ "compiler": "babel 7", "kind": "blocks", "depth": 2000, "stack": 16 }]'
//
// compiler   "babel 7", "babel 8", "typescript": with this project's plugin; with " alone" behind it: without
// stack      in megabytes
import { createRequire } from "node:module";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import ts from "typescript";
import { load } from "./babels.mjs";

const { compileSource } = createRequire(import.meta.url)("../../dist/transformer/index.js");

const kinds = {
  blocks: [["{ g(); ", "}"]],
  // One in the other in turn.
  statements: [
    ["{ g(); ", "}"],
    ["if (a) { g(); ", "}"],
    ["while (a) { g(); ", "}"],
    ["try { g(); ", "} finally { h(); }"],
  ],
};

function compile({ compiler, kind, depth }) {
  const levels = Array.from({ length: depth }, (_, level) => kinds[kind][level % kinds[kind].length]);
  const opening = levels.map(([open]) => open).join("");
  const closing = levels.reverse().map(([, close]) => close);
  const text = `async function f() { ${opening} await 1; ${closing.join("")} }`;
  const [name, major] = compiler.split(" ");
  const isAlone = compiler.endsWith(" alone");
  if (name === "babel") {
    const settings = { filename: "/work/a.js", configFile: false, babelrc: false, compact: true };
    const plugins = isAlone ? [] : ["tsyncio/babel-plugin"];
    return load(major, "@babel/core").transformSync(text, { ...settings, plugins }).code;
  }
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ES2022 };
  if (isAlone) return ts.transpileModule(text, { compilerOptions }).outputText;
  return compileSource(ts, text, { fileName: "a.ts", module: "esnext" }).code;
}

if (isMainThread) {
  const results = [];
  for (const task of JSON.parse(process.argv[2])) {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: task,
      resourceLimits: { stackSizeMb: task.stack },
    });
    results.push(await new Promise((resolve, reject) => worker.on("message", resolve).on("error", reject)));
  }
  process.stdout.write(JSON.stringify(results));
} else {
  parentPort.postMessage(outcome());
}

function outcome() {
  try {
    const code = compile(workerData);
    return workerData.compiler.endsWith(" alone") || !/\basync\b/.test(code) ? "compiled" : "left";
  } catch (error) {
    return String(error);
  }
}
