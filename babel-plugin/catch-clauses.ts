/**
 * What a catch clause says about cancellation, decided on its text alone (`semantics.md`, Cancellation): does it
 * throw, and does it name the cancellation?
 */

import { type Node, someChild, type t, type Types } from "./ast.js";
import { isClass, isFunction, isMember } from "./syntax.js";

/** The local names under which a file knows the runtime's two. */
export interface CancellationNames {
  /** `CancelledError` and its aliases: naming one is enough. */
  readonly errors: ReadonlySet<string>;
  /** `isCancelled` and its aliases: one must be called. */
  readonly predicates: ReadonlySet<string>;
}

/** Reads a file's imports and destructurings for aliases: `import { CancelledError as Stop } from "tsyncio"`. */
export function cancellationNames(types: Types, program: t.Program, code: string): CancellationNames {
  const errors = new Set(["CancelledError"]);
  const predicates = new Set(["isCancelled"]);
  if (!/CancelledError|isCancelled/.test(code)) return { errors, predicates };
  const visit = (node: Node): boolean => {
    const [original, alias] = aliasIn(node);
    if (original === "CancelledError") errors.add(alias);
    if (original === "isCancelled") predicates.add(alias);
    return someChild(types, node, visit);
  };
  visit(program);
  return { errors, predicates };
}

/** The two names of `{ original as alias }` or `{ original: alias }`. */
function aliasIn(node: Node): readonly [string, string] {
  if (node.type === "ImportSpecifier") return [nameOf(node.imported), node.local.name];
  if (node.type !== "ObjectProperty" || node.shorthand || node.computed) return ["", ""];
  const target = node.value.type === "AssignmentPattern" ? node.value.left : node.value;
  return target.type === "Identifier" ? [nameOf(node.key), target.name] : ["", ""];
}

function nameOf(node: Node): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "StringLiteral" ? node.value : "";
}

/** Has the clause a `throw` of its own? Those of nested functions are not counted. */
export function hasThrow(types: Types, block: t.BlockStatement): boolean {
  const visit = (node: Node): boolean =>
    node.type === "ThrowStatement" || (!isFunction(node) && !isClass(node) && someChild(types, node, visit));
  return someChild(types, block, visit);
}

/** Does the clause name the cancellation? */
export function namesCancellation(types: Types, clause: t.CatchClause, names: CancellationNames): boolean {
  const visit = (node: Node): boolean => {
    if (node.type === "Identifier" || node.type === "JSXIdentifier") return names.errors.has(node.name);
    if (node.type === "StringLiteral") return node.value === "CancelledError";
    if (node.type === "TemplateElement") return node.value.cooked === "CancelledError";
    if (node.type === "CallExpression" || node.type === "OptionalCallExpression") {
      const name = isMember(node.callee) ? node.callee.property : node.callee;
      if (name.type === "Identifier" && names.predicates.has(name.name)) return true;
    }
    return someChild(types, node, visit);
  };
  return someChild(types, clause, visit);
}
