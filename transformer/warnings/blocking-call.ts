/**
 * TSY1402: a call that keeps the whole loop waiting, in an async function. While it runs no other task does.
 *
 *     import { readFileSync } from "node:fs";
 *     async function load() {
 *       return readFileSync("a.json");      ◀── await fs.promises.readFile(…)
 *     }
 *
 * Only where the name surely is Node's: an import, or the variable of a `require`. Functions in the async one that are not
 * async themselves are left alone: who knows when they are called.
 */

import type { HostNode } from "../core/dialect.js";
import type { FunctionScope } from "../core/scope.js";
import { alternativesOf, mayBlock } from "./blocking-names.js";
import { callFrom } from "./calls.js";
import type { ReviewedFile, Rule, Warning } from "./warning.js";

export const blockingCalls: Rule = (file) => {
  const { dialect, scopes, functions } = file;
  if (!mayBlock.test(dialect.sourceText)) return [];
  const compiled = new Set(functions.map(({ fn }) => fn));
  const isAsync = (fn: FunctionScope | null): boolean => fn !== null && compiled.has(fn);
  return scopes.names.flatMap(({ name, mode, identifier, binding, scope }) => {
    if (mode === "read") {
      const isGlobal = binding === null && name === "Atomics" && isAsync(scope.function);
      return isGlobal ? waitOf(file, identifier) : [];
    }
    const imported = mode === "declare" && binding?.written === false ? dialect.importedName(identifier) : null;
    const alternatives = imported === null ? undefined : alternativesOf(imported.module);
    if (binding === null || imported === null || alternatives === undefined) return [];
    return binding.names.flatMap((use) => {
      if (use.mode !== "read" || !isAsync(use.scope.function)) return [];
      const found = callFrom(dialect, use.identifier);
      if (found === null || found.isNew) return [];
      const path = [imported.name, ...found.path].filter((part) => part !== "*" && part !== "default");
      const [called = "", ...rest] = path;
      const alternative = rest.length === 0 ? alternatives(called) : undefined;
      return alternative === undefined ? [] : [warning(found.callee, called, alternative)];
    });
  });
};

function waitOf({ dialect }: ReviewedFile, atomics: HostNode): readonly Warning[] {
  const found = callFrom(dialect, atomics);
  return found?.path.join(".") === "wait"
    ? [warning(found.callee, "Atomics.wait", "await Atomics.waitAsync(…).value")]
    : [];
}

function warning(node: HostNode, name: string, alternative: string): Warning {
  const message = `\`${name}\` blocks the loop: no other task runs until it is done. Write \`${alternative}\`.`;
  return { code: 1402, message, node };
}
