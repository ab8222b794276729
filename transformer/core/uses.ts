/**
 * Uses: the temps and identifiers an operation touches.
 *
 * A host expression touches the names in its interval, except those inside its holes; the holes touch what
 * stands in them.
 */
import type { HostNode } from "./dialect.js";
import { type Expr, NO_HOLES, type Op, type Temp, type Terminator } from "./ir.js";
import type { Binding, FileScopes, NameEvent } from "./scope.js";

export type Use =
  | { readonly kind: "temp"; readonly temp: Temp }
  | { readonly kind: "name"; readonly event: NameEvent }
  | { readonly kind: "binding"; readonly binding: Binding };

const known = new WeakMap<Op, readonly Use[]>();

/** What an operation touches. Several passes ask, and nothing that matters here changes between them. */
export function usesOfOp(op: Op, scopes: FileScopes): readonly Use[] {
  let uses = known.get(op);
  if (uses === undefined) {
    const found: Use[] = [...usesOfStatement(op, scopes)];
    if (op.kind === "host")
      for (const leap of op.leaps.values()) for (const inner of leap.ops) found.push(...usesOfOp(inner, scopes));
    known.set(op, (uses = found));
  }
  return uses;
}

/** The same without the ways out of a statement. */
export function usesOfStatement(op: Op, scopes: FileScopes): readonly Use[] {
  const found: Use[] = [];
  switch (op.kind) {
    case "effect":
    case "temp":
      collect(op.value, scopes, found);
      break;
    case "declare":
      if (op.value !== null) collect(op.value, scopes, found);
      namesOutside(op.pattern, NO_HOLES, scopes, found);
      break;
    case "named":
      namesOutside(op.node, op.holes, scopes, found);
      for (const value of op.holes.values()) collect(value, scopes, found);
      break;
    case "host":
      namesOutside(op.node, NO_HOLES, scopes, found);
      break;
    case "handler":
    case "scope":
  }
  return found;
}

export function usesOfTerminator(terminator: Terminator, scopes: FileScopes): readonly Use[] {
  const found: Use[] = [];
  switch (terminator.kind) {
    case "branch":
      collect(terminator.test, scopes, found);
      break;
    case "suspend":
    case "throw":
      collect(terminator.value, scopes, found);
      break;
    case "return":
      if (terminator.value !== null) collect(terminator.value, scopes, found);
      break;
    case "dispatch":
      found.push({ kind: "temp", temp: terminator.completion });
      break;
    case "goto":
  }
  return found;
}

function collect(expr: Expr, scopes: FileScopes, found: Use[]): void {
  switch (expr.kind) {
    case "temp":
      found.push({ kind: "temp", temp: expr });
      return;
    case "binding":
      found.push({ kind: "binding", binding: expr.binding });
      return;
    case "host":
      namesOutside(expr.node, expr.holes, scopes, found);
      for (const value of expr.holes.values()) collect(value, scopes, found);
      return;
    default:
      for (const child of childrenOf(expr)) collect(child, scopes, found);
  }
}

/** The direct operands of an expression that is not a host node. */
export function childrenOf(expr: Exclude<Expr, { kind: "host" | "temp" | "binding" }>): readonly Expr[] {
  switch (expr.kind) {
    case "activation":
    case "sent":
    case "this":
    case "undefined":
    case "literal":
    case "state":
      return [];
    case "runtime":
      return expr.args;
    case "method":
      return expr.object === null ? expr.args : [expr.object, ...expr.args];
    case "field":
      return [expr.object];
    case "index":
      return [expr.object, expr.property];
    case "member":
      return [expr.object, expr.property].filter((each) => each !== null);
    case "call":
      return [expr.callee, ...expr.args];
    case "array":
      return expr.elements;
    case "named":
    case "spread":
    case "objectSpread":
    case "not":
      return [expr.value];
    case "binary":
      return [expr.left, expr.right];
    case "delete":
      return [expr.target];
    case "assign":
      return [expr.target, expr.value];
  }
}

function namesOutside(node: HostNode, holes: ReadonlyMap<HostNode, Expr>, scopes: FileScopes, found: Use[]): void {
  const [start, end] = scopes.nameInterval(node);
  const names = (from: number, to: number): void => {
    for (let index = from; index < to; index++) {
      const event = scopes.names[index];
      if (event !== undefined) found.push({ kind: "name", event });
    }
  };
  if (holes.size === 0) {
    names(start, end);
    return;
  }
  const intervals = [...holes.keys()].map((hole) => scopes.nameInterval(hole)).sort(([a], [b]) => a - b);
  let index = start;
  for (const [from, to] of intervals) {
    names(index, from);
    index = Math.max(index, to);
  }
  names(index, end);
}
