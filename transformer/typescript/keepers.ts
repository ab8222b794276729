/**
 * What an expression is put into: a variable, a field, or the hands of a `new`.
 */

import type ts from "typescript";
import type { Keeper } from "../core/dialect.js";
import { close, type TypeScript } from "./host-node.js";
import { outermostWrapper } from "./standing.js";
import { literalKey } from "./syntax.js";

/** The declarator or field that has the expression as its initializer. */
export function keeperOf(ts: TypeScript, node: ts.Node): Keeper | null {
  const outermost = outermostWrapper(ts, node);
  const { parent } = outermost;
  if (ts.isVariableDeclaration(parent)) return { kind: "variable", target: close(parent.name) };
  if (!ts.isPropertyDeclaration(parent) || parent.initializer !== outermost) return null;
  const name = literalKey(ts, parent.name);
  return name === undefined ? null : { kind: "field", owner: close(parent.parent), name };
}

/** Is the expression what a `new` constructs? */
export function isConstructor(ts: TypeScript, node: ts.Node): boolean {
  const { parent } = node;
  return ts.isNewExpression(parent) && parent.expression === node;
}
