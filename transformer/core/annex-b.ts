/**
 * Annex B: in sloppy code a function declared in a block is also a variable of the function around it.
 *
 *     async function f() { { function g() {} } await null; return g; }        // g is there
 *
 * When the declaration is reached, the variable gets the block's function. Where that variable is used and
 * may have to live longer than a step, the engine's own rule is not enough: the binding is made explicit, and the
 * block is taken apart so that the copy has a place. (ECMA-262, B.3.2)
 */
import type { FunctionView, HostNode } from "./dialect.js";
import { type Op, assignExpr, host } from "./ir.js";
import { Binding, type FileScopes, type FunctionScope, type NameEvent, type Scope } from "./scope.js";

/** For each such declaration: what to do when it is reached. */
export type AnnexB = ReadonlyMap<HostNode, Op>;

export function annexB(scopes: FileScopes, fn: FunctionScope, view: FunctionView): AnnexB {
  const copies = new Map<HostNode, Op>();
  const { scope } = fn;
  if (view.isStrict || scope === null) return copies;
  for (const inner of scopes.functionsIn(fn)) {
    const declaration = scopes.names[scopes.nameInterval(inner.node)[0]];
    if (declaration === undefined || inner.isAsync || inner.isGenerator || !isHoistable(declaration, fn, scope))
      continue;
    const { binding } = declaration;
    if (binding === null) continue;
    const use = variableUse(scopes, fn, scope, declaration);
    if (use === undefined) continue;
    copies.set(inner.node, {
      kind: "effect",
      value: assignExpr(host(use.identifier), { kind: "binding", binding }),
      origin: null,
    });
  }
  return copies;
}

/** A function in a block, with nothing in between that would clash with a `var` of its name. */
function isHoistable(declaration: NameEvent, fn: FunctionScope, top: Scope): boolean {
  const { binding, name } = declaration;
  if (
    declaration.mode !== "declare" ||
    binding?.kind !== "function" ||
    binding.function !== fn ||
    binding.scope === top
  )
    return false;
  for (let scope = binding.scope.parent; scope !== null && scope !== top; scope = scope.parent)
    if (scope.bindings.has(name)) return false;
  const known = top.bindings.get(name);
  return known === undefined || known.kind === "var" || known.kind === "function";
}

/** Gives the uses outside the block to the variable; answers one of them, if there is any. */
function variableUse(scopes: FileScopes, fn: FunctionScope, top: Scope, declaration: NameEvent): NameEvent | undefined {
  const known = top.bindings.get(declaration.name);
  const variable = known ?? new Binding(declaration.name, "var", top);
  const uses = scopes
    .namesIn(fn.node)
    .filter((event) => event.mode !== "declare" && event.name === declaration.name && isFromOutside(event, fn));
  for (const event of uses) {
    event.binding = variable;
    variable.names.push(event);
    variable.written ||= event.mode !== "read";
    variable.captured ||= event.scope.function !== fn;
  }
  if (uses.length > 0) top.bindings.set(declaration.name, variable);
  // A function of the top level is no longer what it was declared as.
  variable.written ||= variable.kind === "function";
  return variable.names.find((event) => event.mode !== "declare");
}

/** Was it resolved to something outside the function, or to nothing? */
function isFromOutside(event: NameEvent, fn: FunctionScope): boolean {
  const { binding } = event;
  if (binding === null) return true;
  for (let owner = binding.function; owner !== null; owner = owner.parent) if (owner === fn) return false;
  return true;
}
