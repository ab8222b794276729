/** Fixture files as JavaScript with a source map: by the engine's own compiler, and by each front end. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Script } from "node:vm";
import { TraceMap } from "@jridgewell/trace-mapping";
import ts from "typescript";
import "../language/loop.js";
import { createPlugin } from "../../babel-plugin/plugin.js";
import * as abi from "../../runtime/abi.js";
import type { UserOptions } from "../../transformer/options.js";
import { compileSource } from "../../transformer/typescript/compile.js";
import type { FixtureModule } from "../language/fixture.js";
import { compilerOptions, fixturesFolder } from "../language/load.js";

/** `native`: only types and what Node 20 does not know are removed. */
export type Build = "native" | "typescript" | "babel";

interface Compiled {
  readonly code: string;
  readonly map: TraceMap;
}

const options: UserOptions = { returns: "task", order: "exact", warnings: false };

function compile(text: string, fileName: string, build: Build): Compiled {
  const withMap = { ...compilerOptions, sourceMap: true };
  switch (build) {
    case "native": {
      const { outputText, sourceMapText } = ts.transpileModule(text, { fileName, compilerOptions: withMap });
      return { code: outputText, map: new TraceMap(sourceMapText!) };
    }
    case "typescript": {
      const settings = { fileName, options, compilerOptions: withMap, projectDirectory: process.cwd() };
      const { code, map } = compileSource(ts, text, settings);
      return { code, map: new TraceMap(map) };
    }
    case "babel":
      return compileByBabel(text, fileName);
  }
}

function compileByBabel(text: string, fileName: string): Compiled {
  // Not imported: types of Babel 7 are not installed.
  const babel = require("@babel/core");
  const isScript = fileName.endsWith(".cjs");
  const { code, map } = babel.transformSync(text, {
    filename: fileName,
    configFile: false,
    babelrc: false,
    compact: false,
    sourceType: isScript ? "script" : "module",
    sourceMaps: true,
    plugins: [
      [createPlugin(), options],
      ["@babel/plugin-proposal-decorators", { version: "2023-11" }],
    ],
    presets: [
      ["@babel/preset-env", { targets: { node: "20.19" }, modules: "commonjs" }],
      ["@babel/preset-react", { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" }],
      ...(isScript ? [] : ["@babel/preset-typescript"]),
    ],
  });
  return { code, map: new TraceMap(map) };
}

/** Loads fixture files of one build, each once, and keeps their maps. */
export class BuiltFiles {
  readonly build: Build;
  /** Absolute name → the file's map. */
  readonly maps = new Map<string, TraceMap>();
  readonly #loaded = new Map<string, { exports: unknown }>();

  constructor(build: Build) {
    this.build = build;
  }

  load(file: string): FixtureModule {
    const fileName = path.join(fixturesFolder, file);
    return this.#module(fileName, () => readFileSync(fileName, "utf8")) as FixtureModule;
  }

  /** Loads a text as if it were in this file. */
  loadText(file: string, text: string): unknown {
    return this.#module(path.join(fixturesFolder, file), () => text);
  }

  #module(fileName: string, read: () => string): unknown {
    const known = this.#loaded.get(fileName);
    if (known !== undefined) return known.exports;
    const module: { exports: unknown } = { exports: {} };
    this.#loaded.set(fileName, module);
    const { code, map } = compile(read(), fileName, this.build);
    this.maps.set(fileName, map);
    // On the first line: the lines keep their numbers.
    const wrapped = `(function (exports, require, module, __filename) { ${code}\n})`;
    const run = new Script(wrapped, { filename: `${fileName}?built` }).runInThisContext() as (
      ...given: unknown[]
    ) => void;
    run.call(module.exports, module.exports, this.#require(fileName), module, fileName);
    return module.exports;
  }

  #require(from: string): (specifier: string) => unknown {
    const builtIn = createRequire(from);
    return (specifier) => {
      if (specifier === "tsyncio/abi") return abi;
      if (!specifier.startsWith(".")) return builtIn(specifier);
      const fileName = path.resolve(path.dirname(from), specifier);
      const source = /\.\w+$/.test(fileName) ? fileName.replace(/\.js$/, ".ts") : `${fileName}.ts`;
      return this.#module(source, () => readFileSync(source, "utf8"));
    };
  }
}
