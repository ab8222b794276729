// The compilers that are compared. Each is made once per process, from the build that is measured, and compiles a text.
//
//   emit        `tsc` on a file: parse, bind, check, transform, print; the library's declarations are read beforehand
//   transpile   the same without types: what ts-jest's isolated mode and loaders do
//   babel       parse, transform, print; the input is JavaScript
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

import { root } from "../../scripts/lib.mjs";

const require = createRequire(import.meta.url);
const fileName = "/program.ts";

const builtTransformer = (build) => import(pathToFileURL(join(build, "dist/transformer/index.js")).href);

function optionsOf(ts, target) {
  return {
    target: ts.ScriptTarget[target],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2022.d.ts"],
    skipLibCheck: true,
    types: [],
    strict: true,
    downlevelIteration: true,
    ignoreDeprecations: "6.0",
  };
}

/** A host that knows one file and TypeScript's library, whose files are parsed once. */
function programHost(ts, options) {
  const folder = dirname(require.resolve("typescript"));
  const library = new Map();
  const host = {
    text: "",
    output: "",
    getSourceFile(name) {
      if (name === fileName) return ts.createSourceFile(name, host.text, ts.ScriptTarget.ES2022, true);
      if (!library.has(name)) {
        const text = host.readFile(name);
        library.set(name, text && ts.createSourceFile(name, text, options.target, true));
      }
      return library.get(name);
    },
    readFile(name) {
      try {
        return readFileSync(name, "utf8");
      } catch {
        return undefined;
      }
    },
    fileExists: (name) => name === fileName || host.readFile(name) !== undefined,
    writeFile: (_name, text) => (host.output = text),
    getDefaultLibFileName: () => join(folder, "lib.es2022.d.ts"),
    getDefaultLibLocation: () => folder,
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    directoryExists: () => false,
  };
  return host;
}

async function emitter(target, build) {
  const { default: ts } = await import("typescript");
  const options = optionsOf(ts, target);
  const host = programHost(ts, options);
  const before = build === undefined ? [] : [(await builtTransformer(build)).createTransformer(ts)];
  const compile = (text, check = true) => {
    host.text = text;
    const program = ts.createProgram([fileName], options, host);
    if (check) {
      const wrong = ts.getPreEmitDiagnostics(program, program.getSourceFile(fileName));
      if (wrong.length > 0) throw new Error(ts.flattenDiagnosticMessageText(wrong[0].messageText, "\n"));
    }
    program.emit(undefined, undefined, undefined, false, { before });
    return host.output;
  };
  return { compile };
}

async function transpiler(target, build) {
  const { default: ts } = await import("typescript");
  const compilerOptions = optionsOf(ts, target);
  const before = build === undefined ? [] : [(await builtTransformer(build)).createTransformer(ts)];
  const settings = { fileName, compilerOptions, transformers: { before } };
  return { compile: (text) => ts.transpileModule(text, settings).outputText };
}

async function babelWith(options) {
  const { default: babel } = await import("@babel/core");
  const { default: ts } = await import("typescript");
  const compilerOptions = optionsOf(ts, "ES2022");
  return {
    prepare: (text) => ts.transpileModule(text, { fileName, compilerOptions }).outputText,
    compile: (text) =>
      babel.transformSync(text, {
        filename: "/program.js",
        configFile: false,
        babelrc: false,
        compact: false,
        ...options,
      }).code,
  };
}

export const tools = {
  "emit plain": () => emitter("ES2022"),
  "emit ours": (build) => emitter("ES2022", build),
  "transpile plain": () => transpiler("ES2022"),
  "transpile ours": (build) => transpiler("ES2022", build),
  "transpile ES5": () => transpiler("ES5"),
  "babel plain": () => babelWith({}),
  "babel regenerator": async () => {
    const { regenerator } = await import("../compile.mjs");
    return babelWith({ presets: [regenerator], cwd: root });
  },
  "babel ours": async (build) => {
    const { default: plugin } = await import(pathToFileURL(join(build, "dist/babel-plugin/index.js")).href);
    return babelWith({ plugins: [plugin] });
  },
};
