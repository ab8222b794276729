// Scope, Annex B, parameter scope, early uses: which name means which binding, and when it has a value.
import { breaking } from "./list.mjs";

export const naming = [
  ...breaking("transformer/core/scope.ts", [
    [
      "var is hoisted to the function",
      'const scope = kind === "var" ? this.#hoistingScope(identifier) : this.#scope;',
      "const scope = this.#scope;",
    ],
    [
      "a function hides the var of its name",
      '} else if (kind === "function" && binding.kind === "var") {',
      "} else if (false) {",
    ],
    [
      "a body's variable is not the function's own name",
      'binding === undefined || binding.kind === "self"',
      "binding === undefined",
    ],
    [
      "return in an async generator suspends",
      'if (kind === "return" && fn.isAsync && fn.isGenerator) fn.suspensions.push({ kind: "await", node });',
      "",
    ],
    ["a write is seen", 'if (event.mode !== "read") binding.written = true;', ""],
    ["a capture is seen", "if (event.scope.function !== binding.function) binding.captured = true;", ""],
    ["a var that initialises a catch parameter assigns to that", 'if (nearest?.kind !== "catch") return;', "return;"],
    [
      "names are looked up outwards",
      "for (let scope: Scope | null = from; scope !== null; scope = scope.parent) {\n    const binding = scope.bindings.get(name);",
      "for (let scope: Scope | null = from; scope !== null; scope = null) {\n    const binding = scope.bindings.get(name);",
    ],
    [
      "a suspension belongs to its function",
      "this.#function?.suspensions.push({ kind, node });",
      "for (let fn = this.#function; fn !== null; fn = fn.parent) fn.suspensions.push({ kind, node });",
    ],
    ["jumps are counted", "return extent.jumpsEnd > extent.jumps;", "return false;"],
  ]),
  ...breaking("transformer/core/annex-b.ts", [
    [
      "a sloppy block function is copied to its variable",
      "copies.set(inner.node,",
      "if (false) copies.set(inner.node,",
    ],
    [
      "only in sloppy code",
      "if (view.isStrict || scope === null) return copies;",
      "if (scope === null) return copies;",
    ],
  ]),
  ...breaking("transformer/core/parameter-scope.ts", [
    [
      "a var with a parameter's name is another variable, when a closure can tell",
      'if (binding.kind !== "parameter" || declaration === undefined || !seen) continue;',
      "continue;",
    ],
    ["it starts with the parameter's value", "if (parameter !== undefined) ops.push(", "if (false) ops.push("],
  ]),
  ...breaking("transformer/core/early.ts", [
    [
      "let, const and class have a dead zone",
      'if (event.mode === "declare" || !HAS_DEAD_ZONE.has(binding.kind)) return false;',
      "return false;",
    ],
    [
      "a use above the declaration is early",
      "if (initialized === undefined || event.index < initialized) return true;",
      "if (initialized === undefined) return true;",
    ],
    [
      "a declaration that is never reached gives no value",
      "if (initialized === undefined || event.index < initialized) return true;",
      "if (initialized !== undefined && event.index < initialized) return true;",
    ],
    [
      "a use in another clause of a switch is early",
      "if (clauseEnd !== undefined && event.index >= clauseEnd) return true;",
      "",
    ],
    ["a use in a hoisted function is early", "if (declarations.hoisted.has(fn.node)) return true;", ""],
  ]),
];
