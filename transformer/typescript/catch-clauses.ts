/**
 * What a catch clause says about cancellation, decided on its text alone (`semantics.md`, Cancellation): does
 * it throw, and does it name the cancellation?
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";
import { descend } from "./traverse.js";

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
  descend(ts, sourceFile, (node) => {
    const isAlias = ts.isImportSpecifier(node) || ts.isBindingElement(node);
    if (!isAlias || node.propertyName === undefined || !ts.isIdentifier(node.name)) return;
    const original = "text" in node.propertyName ? node.propertyName.text : "";
    if (original === "CancelledError") errors.add(node.name.text);
    if (original === "isCancelled") predicates.add(node.name.text);
  });
  return { errors, predicates };
}

/** Has the clause a `throw` of its own? Those of nested functions are not counted. */
export function hasThrow(ts: TypeScript, block: ts.Block): boolean {
  let found = false;
  descend(ts, block, (node) => {
    found ||= ts.isThrowStatement(node);
    return !found && !ts.isFunctionLike(node) && !ts.isClassLike(node);
  });
  return found;
}

/** Does the clause name the cancellation? */
export function namesCancellation(ts: TypeScript, clause: ts.CatchClause, names: CancellationNames): boolean {
  let found = false;
  descend(ts, clause, (node) => {
    found ||= isName(ts, node, names);
    return !found && !ts.isTypeNode(node);
  });
  return found;
}

function isName(ts: TypeScript, node: ts.Node, { errors, predicates }: CancellationNames): boolean {
  if (ts.isIdentifier(node)) return errors.has(node.text);
  if (ts.isStringLiteralLike(node)) return node.text === "CancelledError";
  if (!ts.isCallExpression(node)) return false;
  const callee = node.expression;
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && predicates.has(name.text);
}
