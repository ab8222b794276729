/**
 * Compiles a program given as text and runs it in this process, against the built runtime: for tests of whole
 * programs, in which the compiler and the runtime have to agree.
 */
import ts from "typescript";
import * as tsyncio from "tsyncio";
import * as abi from "tsyncio/abi";
import { compileSource } from "../../transformer/typescript/compile.js";
import type { UserOptions } from "../../transformer/options.js";

const modules: Readonly<Record<string, unknown>> = { tsyncio, "tsyncio/abi": abi };

/** What the program exports. `fileName` is what its stack frames name. */
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

/** Runs `main(log)` of a program on simulated time; answers what it logged, and how it ended. */
export function story(source: string, options: UserOptions = {}): string {
  const lines: string[] = [];
  const { main } = load<{ main: (log: (...words: unknown[]) => void) => Promise<unknown> }>(source, options);
  const log = (...words: unknown[]): void => void lines.push(words.map(String).join(" "));
  const host = tsyncio.simulatedHost({
    onUnhandled: (error) => log("unhandled", error),
    onWarning: (message) => log("warning", message),
  });
  try {
    const value = tsyncio.run(() => main(log), { host });
    log("=>", value);
  } catch (error) {
    log("=> threw", error);
  }
  return lines.join("\n");
}
