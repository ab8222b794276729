/**
 * Syntax of proposals that no other front end knows. It is left as it is, unless something awaits in the middle of it:
 * then it is refused rather than compiled wrongly.
 */

import { type Node, someChild, type Types } from "./ast.js";
import type { FileProblem } from "./report.js";
import { isFunction } from "./syntax.js";

/** May the node be one that cannot be split? */
export function isProposal(node: Node): boolean {
  return (node.type === "DoExpression" && !node.async) || isPipe(node);
}

function isPipe(node: Node): boolean {
  return node.type === "BinaryExpression" && node.operator === "|>";
}

/** Errors for those that an await stands in. */
export function proposalProblems(types: Types, proposals: readonly Node[]): readonly FileProblem[] {
  return proposals.flatMap((node) => {
    const split = node.type === "BinaryExpression" ? node.right : node;
    if (!suspends(types, split)) return [];
    const what = isPipe(node) ? "The right side of `|>`" : "A `do` expression";
    const message = `${what} cannot hold an \`await\` or \`yield\` in a compiled function. Put the value into a variable first.`;
    return [{ code: 1202, category: "error" as const, message, node }];
  });
}

function suspends(types: Types, node: Node): boolean {
  if (node.type === "AwaitExpression" || node.type === "YieldExpression") return true;
  return !isFunction(node) && someChild(types, node, (child) => suspends(types, child));
}
