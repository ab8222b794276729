/**
 * Declarations that are kept as written but for their names: classes, enums, and functions, which come into being
 * when their statement list is entered.
 */
import type { HostNode } from "./dialect.js";
import { invariant } from "./errors.js";
import type { Exploder } from "./explode.js";
import { type Expr, NO_HOLES, host, runtime } from "./ir.js";

/** The function declarations of a statement list, and what brands them. */
export function hoist(ex: Exploder, statements: readonly HostNode[]): void {
  const brands: Expr[] = [];
  for (const statement of statements) {
    const view = ex.dialect.statementView(statement);
    if (view.kind !== "function") continue;
    if (ex.options.blockFunctions.take(statement)) {
      variableFor(ex, statement);
      continue;
    }
    named(ex, statement, view.name, NO_HOLES);
    const brand = brandOf(ex, statement);
    if (brand !== null) brands.push(brand);
  }
  for (const brand of brands) ex.effect(brand);
}

/** A function declaration that becomes a variable. */
function variableFor(ex: Exploder, declaration: HostNode): void {
  const name = ex.scopes.namesIn(declaration)[0];
  invariant(name?.binding, "a declaration declares its name", declaration);
  ex.initializedAt.set(name.binding, ex.scopes.nameInterval(declaration)[1]);
  const value = host(declaration);
  ex.op({ kind: "declare", declaration: "let", pattern: name.identifier, value, origin: declaration });
}

/** The call that brands a function declaration. */
export function brandOf(ex: Exploder, declaration: HostNode): Expr | null {
  const brand = ex.options.brands.take(declaration);
  const binding = ex.scopes.namesIn(declaration)[0]?.binding;
  return brand === null || !binding ? null : runtime(brand, { kind: "binding", binding });
}

/** A declaration as written. */
export function named(ex: Exploder, node: HostNode, name: string, holes: ReadonlyMap<HostNode, Expr>): void {
  const declared = ex.scopes
    .namesIn(node)
    .find((event) => event.mode === "declare" && event.name === name && event.binding?.kind !== "self");
  invariant(declared?.binding, "a declaration declares its name", node);
  ex.initializedAt.set(declared.binding, ex.scopes.nameInterval(node)[1]);
  ex.op({ kind: "named", node, binding: declared.binding, holes });
}
