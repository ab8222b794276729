/**
 * TSY1404: a `return`, `break` or `continue` that leaves the `finally` it stands in. What the `try` statement was about to
 * return or throw is lost, a cancellation too.
 *
 *     try { … } finally {
 *       for (…) break;          stays inside
 *       return cached;          ◀── jumps out
 *     }
 */

import type { StatementView } from "../core/dialect.js";
import type { FunctionScope, JumpEvent } from "../core/scope.js";
import type { ReviewedFile, Rule } from "./warning.js";

export const finallyJumps: Rule = (file) => {
  if (!file.dialect.sourceText.includes("finally")) return [];
  return file.functions.flatMap(({ fn }) =>
    fn.jumps
      .filter((jump) => leavesFinally(file, fn, jump))
      .map(({ kind, node }) => ({ code: 1404, message: messageFor(kind), node })),
  );
};

function messageFor(kind: JumpEvent["kind"]): string {
  return (
    `\`${kind}\` jumps out of \`finally\`: what the \`try\` statement was about to return or throw is lost, a ` +
    `cancellation too. Write it behind the \`try\` statement; if it depends, set a variable here and test it there.`
  );
}

/** Looks from a jump outwards to its target: is there a `finally` on the way? */
function leavesFinally({ dialect }: ReviewedFile, fn: FunctionScope, jump: JumpEvent): boolean {
  let at = jump.node;
  for (let parent = dialect.parent(at); parent !== null && at !== fn.node; parent = dialect.parent(at)) {
    const view = dialect.statementView(parent);
    if (view.kind === "try" && view.finalizer === at) return true;
    if (isTarget(view, jump)) return false;
    at = parent;
  }
  return false;
}

function isTarget(view: StatementView, { kind, label }: JumpEvent): boolean {
  if (label !== null) return view.kind === "labeled" && view.label === label;
  switch (view.kind) {
    case "while":
    case "doWhile":
    case "for":
    case "forIn":
    case "forOf":
    case "forAwait":
      return kind !== "return";
    case "switch":
      return kind === "break";
    default:
      return false;
  }
}
