/**
 * Declarations: where a name gets its value, and which part of a pattern has to be taken apart for it.
 */
import type { HostNode, VariableView } from "./dialect.js";
import { invariant } from "./errors.js";
import { explodeUsingDeclaration } from "./explode-using.js";
import type { Exploder } from "./explode.js";
import { type Expr, assignExpr, host } from "./ir.js";
import { assignPattern } from "./patterns.js";

/** `let a = 1, b`, as a statement or in the head of a `for`. */
export function variable(ex: Exploder, node: HostNode, view: VariableView): void {
  if (view.declaration === "using" || view.declaration === "await using") {
    explodeUsingDeclaration(ex, view);
    return;
  }
  const { declaration } = view;
  for (const each of view.declarators) {
    if (each.initializer === null) {
      initialized(ex, each.node, each.node);
      if (declaration !== "var")
        ex.op({ kind: "declare", declaration, pattern: each.target, value: null, origin: node });
      continue;
    }
    const value = ex.value(each.initializer);
    initialized(ex, each.target, each.node);
    declare(ex, declaration, each.target, value, view.declarators.length === 1 ? node : each.node);
  }
}

/** The names declared in `pattern` have their value from the end of `node` on. */
export function initialized(ex: Exploder, pattern: HostNode, node: HostNode): void {
  const [, end] = ex.scopes.nameInterval(node);
  for (const event of ex.scopes.namesIn(pattern)) {
    if (event.mode === "declare" && event.binding !== null && !ex.initializedAt.has(event.binding))
      ex.initializedAt.set(event.binding, end);
  }
}

/** `pattern = value`, as a declaration. */
export function declare(
  ex: Exploder,
  declaration: "let" | "const" | "var",
  pattern: HostNode,
  value: Expr,
  origin: HostNode,
): void {
  if (!ex.scopes.suspends(pattern)) {
    ex.op({ kind: "declare", declaration, pattern, value, origin });
    return;
  }
  ex.spill(() => assignPattern(ex.spiller, pattern, ex.spiller.save(value, "value")));
}

/** `for (x of …)`, `for (const x of …)`: the loop's value goes to its head. */
export function bindHead(
  ex: Exploder,
  left:
    | { readonly kind: "variable"; readonly node: HostNode; readonly view: VariableView }
    | { readonly kind: "target"; readonly node: HostNode },
  value: Expr,
): void {
  if (left.kind === "variable") {
    const declarator = left.view.declarators[0];
    invariant(declarator !== undefined, "a loop head declares one name", left.node);
    const { declaration } = left.view;
    if (declaration === "using" || declaration === "await using") explodeUsingDeclaration(ex, left.view, value);
    else declare(ex, declaration, declarator.target, value, left.node);
    return;
  }
  if (!ex.scopes.suspends(left.node)) {
    ex.effect(assignExpr(host(left.node), value), left.node);
    return;
  }
  ex.spill(() => assignPattern(ex.spiller, left.node, ex.spiller.save(value, "value")));
}
