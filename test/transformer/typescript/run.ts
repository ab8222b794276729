/** Compiles and runs files in this process, against the runtime's sources. */
import vm from "node:vm";
import ts from "typescript";
import * as abi from "../../../runtime/abi.js";
import { compileSource, type CompileSettings } from "../../../transformer/typescript/compile.js";

/** Runs a CommonJS file. */
export function runModule(
  code: string,
  module: { exports: Record<string, unknown> },
  require: (name: string) => unknown,
): void {
  const wrapper = new vm.Script(`(function (module, exports, require) {${code}\n})`).runInThisContext() as (
    ...args: unknown[]
  ) => void;
  wrapper(module, module.exports, require);
}

/** Compiles a file to CommonJS, runs it, and returns its exports. */
export function load(
  text: string,
  settings: CompileSettings = {},
  modules: Record<string, unknown> = {},
): Record<string, unknown> {
  const { code, diagnostics } = compileSource(ts, text, { module: "commonjs", ...settings });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const module = { exports: {} as Record<string, unknown> };
  const require = (name: string): unknown => (name === "tsyncio/abi" ? abi : modules[name]);
  runModule(code, module, require);
  return module.exports;
}
