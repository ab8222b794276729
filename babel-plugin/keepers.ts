/**
 * What an expression is put into: a variable, a field, or the hands of a `new`.
 */

import type { Keeper } from "../transformer/core/dialect.js";
import { close, type Node } from "./ast.js";
import { outermostWrapper } from "./standing.js";
import type { Survey } from "./survey.js";
import { literalKey } from "./syntax.js";

/** The declarator or field that has the expression as its initializer. */
export function keeperOf(survey: Survey, node: Node): Keeper | null {
  const outermost = outermostWrapper(survey, node);
  const parent = survey.parentOf(outermost);
  if (parent?.type === "VariableDeclarator") return { kind: "variable", target: close(parent.id) };
  const isField = parent?.type === "ClassProperty" || parent?.type === "ClassPrivateProperty";
  if (!isField || parent.value !== outermost) return null;
  const name = literalKey(parent.key, "computed" in parent && (parent.computed ?? false));
  const body = survey.parentOf(parent);
  const owner = body === undefined ? undefined : survey.parentOf(body);
  return name === undefined || owner === undefined ? null : { kind: "field", owner: close(owner), name };
}

/** Is the expression what a `new` constructs? */
export function isConstructor(survey: Survey, node: Node): boolean {
  const parent = survey.parentOf(node);
  return parent?.type === "NewExpression" && parent.callee === node;
}
