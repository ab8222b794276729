/**
 * What a catch clause says about cancellation, decided on its text alone (`semantics.md`, Cancellation): does
 * it throw, and does it name the cancellation?
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";

/** The local names under which a file knows the runtime's two. */
export interface CancellationNames {
  /** `CancelledError` and its aliases: naming one is enough. */
  readonly errors: ReadonlySet<string>;
  /** `isCancelled` and its aliases: one must be called. */
  readonly predicates: ReadonlySet<string>;
}

/** Reads a file's imports and destructurings for aliases: `import { CancelledError as Stop } from "tsyncio"`. */
export function cancellationNames(ts: TypeScript, sourceFile: ts.SourceFile): CancellationNames {
  const errors = new Set(["CancelledError"]);
  const predicates = new Set(["isCancelled"]);
  if (!/CancelledError|isCancelled/.test(sourceFile.text)) return { errors, predicates };
  const visit = (node: ts.Node): void => {
    const isAlias = ts.isImportSpecifier(node) || ts.isBindingElement(node);
    if (isAlias && node.propertyName !== undefined && ts.isIdentifier(node.name)) {
      const original = "text" in node.propertyName ? node.propertyName.text : "";
      if (original === "CancelledError") errors.add(node.name.text);
      if (original === "isCancelled") predicates.add(node.name.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return { errors, predicates };
}

/** Has the clause a `throw` of its own? Those of nested functions are not counted. */
export function hasThrow(ts: TypeScript, block: ts.Block): boolean {
  const visit = (node: ts.Node): boolean =>
    ts.isThrowStatement(node) || (!ts.isFunctionLike(node) && !ts.isClassLike(node) && some(ts, node, visit));
  return some(ts, block, visit);
}

/** Does the clause name the cancellation? */
export function namesCancellation(ts: TypeScript, clause: ts.CatchClause, names: CancellationNames): boolean {
  const visit = (node: ts.Node): boolean => {
    if (ts.isIdentifier(node) && names.errors.has(node.text)) return true;
    if (ts.isStringLiteralLike(node) && node.text === "CancelledError") return true;
    if (ts.isCallExpression(node)) {
      const callee = node.expression;
      const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
      if (ts.isIdentifier(name) && names.predicates.has(name.text)) return true;
    }
    return !ts.isTypeNode(node) && some(ts, node, visit);
  };
  return some(ts, clause, visit);
}

/** Is the predicate true of a child? */
function some(ts: TypeScript, node: ts.Node, predicate: (child: ts.Node) => boolean): boolean {
  return ts.forEachChild(node, (child) => predicate(child) || undefined) ?? false;
}
