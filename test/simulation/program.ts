/** Compiles programs given as text that use `tsyncio` and `tsyncio/testing`, and loads them into this process. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import * as tsyncio from "tsyncio";
import * as abi from "tsyncio/abi";
import * as testing from "tsyncio/testing";
import type { UserOptions } from "../../transformer/options.js";
import { compileSource } from "../../transformer/typescript/compile.js";

const modules: Readonly<Record<string, unknown>> = { tsyncio, "tsyncio/abi": abi, "tsyncio/testing": testing };

/** What the program exports. `fileName` is what its stack frames and traces name. */
export function load<Exports>(source: string, options: UserOptions = {}, fileName = "program.ts"): Exports {
  const { code, diagnostics } = compileSource(ts, source, {
    module: "commonjs",
    // Programs here do wrong things on purpose.
    options: { ...options, warnings: false },
    fileName,
    projectDirectory: ".",
  });
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const module = { exports: {} };
  const require = (specifier: string): unknown => {
    if (!(specifier in modules)) throw new Error(`the program requires "${specifier}"`);
    return modules[specifier];
  };
  new Function("module", "exports", "require", code)(module, module.exports, require);
  return module.exports as Exports;
}

/** `main` of a program given as text. */
export function loadMain<T = unknown>(source: string, options?: UserOptions): () => Promise<T> {
  return load<{ main: () => Promise<T> }>(source, options).main;
}

/** `main` of a program in this folder. */
export function loadFile<Exports>(name: string): Exports {
  return load<Exports>(readFileSync(join(__dirname, name), "utf8"), {}, name);
}

/** What `action` throws. */
export function thrown(action: () => unknown): Error {
  try {
    action();
  } catch (error) {
    return error as Error;
  }
  throw new Error("nothing was thrown");
}
