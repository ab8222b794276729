/**
 * Uses: the temps and identifiers an operation touches.
 *
 * A host expression touches the names in its interval, except those inside its holes; the holes touch what
 * stands in them.
 */
import type { HostNode } from "./dialect.js";
import type { Expr, Op, Temp, Terminator } from "./ir.js";
import type { Binding, FileScopes, NameEvent } from "./scope.js";

export type Use =
  | { readonly kind: "temp"; readonly temp: Temp }
  | { readonly kind: "name"; readonly event: NameEvent }
  | { readonly kind: "binding"; readonly binding: Binding };

export function* usesOfOp(op: Op, scopes: FileScopes): Iterable<Use> {
  switch (op.kind) {
    case "effect":
    case "temp":
      yield* usesOf(op.value, scopes);
      return;
    case "declare":
      if (op.value !== null) yield* usesOf(op.value, scopes);
      yield* namesOutside(op.pattern, new Map(), scopes);
      return;
    case "named":
    case "host":
      yield* namesOutside(op.node, op.kind === "named" ? op.holes : new Map(), scopes);
      if (op.kind === "named") for (const value of op.holes.values()) yield* usesOf(value, scopes);
      if (op.kind === "host")
        for (const leap of op.leaps.values()) for (const inner of leap.ops) yield* usesOfOp(inner, scopes);
      return;
    case "handler":
    case "scope":
  }
}

export function* usesOfTerminator(terminator: Terminator, scopes: FileScopes): Iterable<Use> {
  switch (terminator.kind) {
    case "branch":
      yield* usesOf(terminator.test, scopes);
      return;
    case "suspend":
    case "throw":
      yield* usesOf(terminator.value, scopes);
      return;
    case "return":
      if (terminator.value !== null) yield* usesOf(terminator.value, scopes);
      return;
    case "dispatch":
      yield { kind: "temp", temp: terminator.completion };
      return;
    case "goto":
  }
}

export function* usesOf(expr: Expr, scopes: FileScopes): Iterable<Use> {
  switch (expr.kind) {
    case "temp":
      yield { kind: "temp", temp: expr };
      return;
    case "binding":
      yield { kind: "binding", binding: expr.binding };
      return;
    case "host":
      yield* namesOutside(expr.node, expr.holes, scopes);
      for (const value of expr.holes.values()) yield* usesOf(value, scopes);
      return;
    default:
      for (const child of childrenOf(expr)) yield* usesOf(child, scopes);
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

function* namesOutside(node: HostNode, holes: ReadonlyMap<HostNode, Expr>, scopes: FileScopes): Iterable<Use> {
  const [start, end] = scopes.nameInterval(node);
  const intervals = [...holes.keys()].map((hole) => scopes.nameInterval(hole)).sort(([a], [b]) => a - b);
  let index = start;
  for (const [from, to] of [...intervals, [end, end] as const]) {
    for (; index < from; index++) {
      const event = scopes.names[index];
      if (event !== undefined) yield { kind: "name", event };
    }
    index = Math.max(index, to);
  }
}
