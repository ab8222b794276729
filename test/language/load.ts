/**
 * Loads a fixture file as the engine's own program or as a compiled one, in this process.
 *
 * Both ways the text goes through TypeScript with the same settings (ES2022, CommonJS), once without and once
 * with this project's transformer; the runtime is the project's source.
 */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import ts from "typescript";
import "./loop.js";
import { compileSource } from "../../transformer/typescript/compile.js";
import type { UserOptions } from "../../transformer/options.js";
import * as abi from "../../runtime/abi.js";
import type { FixtureModule } from "./fixture.js";

export interface Variant {
  readonly name: string;
  /** Options of the compiler; `null` for the engine. */
  readonly options: UserOptions | null;
}

export const native: Variant = { name: "native", options: null };
export const exactTasks: Variant = { name: "task, exact", options: { returns: "task", order: "exact" } };
export const relaxedTasks: Variant = { name: "task, relaxed", options: { returns: "task", order: "relaxed" } };
export const coroutines: Variant = { name: "coroutine", options: { returns: "coroutine" } };

export const fixturesFolder = path.join(process.cwd(), "test/fixtures");

/** Fixture files below a folder, relative to `test/fixtures`. */
export function fixtureFiles(folder = "."): string[] {
  return programFiles(folder).filter((name) => !isHelper(name));
}

/** What fixture files import: their names begin with an underscore. */
export function helperFiles(): string[] {
  return programFiles(".").filter((name) => isHelper(name) && name.endsWith(".ts"));
}

function programFiles(folder: string): string[] {
  return readdirSync(path.join(fixturesFolder, folder), { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name).replaceAll("\\", "/"))
    .filter((name) => /\.(ts|tsx|cjs)$/.test(name))
    .sort();
}

function isHelper(name: string): boolean {
  return path.basename(name).startsWith("_");
}

export const compilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.CommonJS,
  jsx: ts.JsxEmit.React,
  jsxFactory: "h",
  jsxFragmentFactory: "Fragment",
  esModuleInterop: true,
  // A file without imports and exports is a script, and stays sloppy.
  alwaysStrict: false,
  ignoreDeprecations: "6.0",
  moduleDetection: ts.ModuleDetectionKind.Legacy,
  allowJs: true,
  sourceMap: false,
} satisfies ts.CompilerOptions;

/** What TypeScript does not like and compiles all the same: `a?.#b`, octal literals. */
const tolerated = new Set([18030, 1121]);

/** A fixture's JavaScript, and the IR of its functions (empty for the engine). */
export function transpile(
  file: string,
  variant: Variant,
  format: "commonjs" | "esm" = "commonjs",
): { readonly code: string; readonly ir: string } {
  const fileName = path.join(fixturesFolder, file);
  const text = readFileSync(fileName, "utf8");
  const module = format === "esm" ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS;
  if (variant.options === null) {
    const { outputText } = ts.transpileModule(text, { fileName, compilerOptions: { ...compilerOptions, module } });
    return { code: outputText, ir: "" };
  }
  const { code, ir, diagnostics } = compileSource(ts, text, {
    fileName,
    options: variant.options,
    compilerOptions: { ...compilerOptions, module },
    projectDirectory: process.cwd(),
  });
  const errors = diagnostics.filter(({ category, code: number }) => category === "error" && !tolerated.has(number));
  if (errors.length > 0) throw new Error(`${file}: ${errors.map(({ message }) => message).join("; ")}`);
  return { code, ir };
}

/** Loads fixture files of one variant; each file once. */
export class Loader {
  readonly #variant: Variant;
  readonly #loaded = new Map<string, { exports: unknown }>();

  constructor(variant: Variant) {
    this.#variant = variant;
  }

  load(file: string): FixtureModule {
    return this.#module(file).exports as FixtureModule;
  }

  #module(file: string): { exports: unknown } {
    const known = this.#loaded.get(file);
    if (known !== undefined) return known;
    const module: { exports: unknown } = { exports: {} };
    this.#loaded.set(file, module);
    const fileName = path.join(fixturesFolder, file);
    const { code } = transpile(file, this.#variant);
    const body = `${code}\n//# sourceURL=${fileName}?${this.#variant.name.replaceAll(/\W+/g, "-")}`;
    // A fixture in sloppy mode must stay so: the function constructor adds no directive.
    const run = new Function("exports", "require", "module", "__filename", body);
    run.call(module.exports, module.exports, this.#require(fileName), module, fileName);
    return module;
  }

  #require(from: string): (specifier: string) => unknown {
    const builtIn = createRequire(from);
    return (specifier) => {
      if (specifier === "tsyncio/abi") return abi;
      if (!specifier.startsWith(".")) return builtIn(specifier);
      const file = path.relative(fixturesFolder, path.resolve(path.dirname(from), specifier)).replaceAll("\\", "/");
      return this.#module(/\.\w+$/.test(file) ? file.replace(/\.js$/, ".ts") : `${file}.ts`).exports;
    };
  }
}
