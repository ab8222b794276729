// Lets plain Node load the project's TypeScript sources as CommonJS, like Jest does, for what runs outside Jest:
// the ES module fixtures and the mutation runs. One file's text can be replaced, so that a mutation needs no
// copy of the project on disk.
import { readFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, resolve } from "node:path";
import ts from "typescript";

export const require = createRequire(import.meta.url);

/** Absolute file name → text that is loaded in its place. */
export const replacements = new Map();

const transpiled = new Map();
const compilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  esModuleInterop: true,
};

function transpile(fileName) {
  const replacement = replacements.get(fileName);
  if (replacement !== undefined) return emit(replacement, fileName);
  if (!transpiled.has(fileName)) {
    transpiled.set(fileName, emit(readFileSync(fileName, "utf8"), fileName));
  }
  return transpiled.get(fileName);
}

function emit(text, fileName) {
  return ts.transpileModule(text, { fileName, compilerOptions }).outputText;
}

Module._extensions[".ts"] = (module, fileName) => module._compile(transpile(fileName), fileName);

// "./x.js" means the "./x.ts" beside it.
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  if (/^\.\.?\/.*\.js$/.test(request) && parent?.filename?.endsWith(".ts")) {
    return resolve(dirname(parent.filename), request.replace(/\.js$/, ".ts"));
  }
  return resolveFilename.call(this, request, parent, ...rest);
};

/** Forgets every loaded module for which `test` holds, so that it is loaded anew. */
export function forget(test) {
  for (const fileName of Object.keys(require.cache)) {
    if (test(fileName)) delete require.cache[fileName];
  }
}
