/**
 * Walks the two kinds of patterns: binding patterns, whose names are declared, and assignment targets, whose
 * names are written. TypeScript has node kinds of its own for the first and uses array and object literals for
 * the second.
 */

import type ts from "typescript";
import type { BindingKind, ReferenceMode } from "../core/dialect.js";
import { close } from "./host-node.js";
import { isWrapper } from "./syntax.js";
import { type Walk, walkPropertyName } from "./walk.js";

/** Reports the names that a binding declares, its defaults and computed keys. */
export function walkBinding(walk: Walk, name: ts.BindingName, kind: BindingKind): void {
  const { ts, visitor } = walk;
  visitor.enter(close(name));
  if (ts.isIdentifier(name)) visitor.declare(name.text, kind, close(name));
  else name.elements.forEach((element) => walkBindingElement(walk, element, kind));
  visitor.leave(close(name));
}

function walkBindingElement(walk: Walk, element: ts.ArrayBindingElement, kind: BindingKind): void {
  if (walk.ts.isOmittedExpression(element)) return;
  walk.visitor.enter(close(element));
  walkPropertyName(walk, element.propertyName);
  walkBinding(walk, element.name, kind);
  walk.visit(element.initializer);
  walk.visitor.leave(close(element));
}

/** Reports the names that an assignment target writes; member expressions in it are visited as expressions. */
export function walkTarget(walk: Walk, target: ts.Node, mode: ReferenceMode): void {
  const { ts, visitor } = walk;
  if (ts.isIdentifier(target)) {
    visitor.enter(close(target));
    visitor.reference(target.text, close(target), mode);
    visitor.leave(close(target));
  } else if (isWrapper(ts, target)) {
    visitor.enter(close(target));
    walkTarget(walk, target.expression, mode);
    visitor.leave(close(target));
  } else if (ts.isArrayLiteralExpression(target)) {
    visitor.enter(close(target));
    target.elements.forEach((element) => walkElementTarget(walk, element));
    visitor.leave(close(target));
  } else if (ts.isObjectLiteralExpression(target)) {
    visitor.enter(close(target));
    target.properties.forEach((property) => walkPropertyTarget(walk, property));
    visitor.leave(close(target));
  } else {
    walk.visit(target);
  }
}

function walkElementTarget(walk: Walk, element: ts.Expression): void {
  const { ts, visitor } = walk;
  if (ts.isOmittedExpression(element)) return;
  if (ts.isSpreadElement(element)) {
    walkTarget(walk, element.expression, "write");
  } else if (ts.isBinaryExpression(element) && element.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    visitor.enter(close(element));
    walkTarget(walk, element.left, "write");
    walk.visit(element.right);
    visitor.leave(close(element));
  } else {
    walkTarget(walk, element, "write");
  }
}

function walkPropertyTarget(walk: Walk, property: ts.ObjectLiteralElementLike): void {
  const { ts, visitor } = walk;
  visitor.enter(close(property));
  if (ts.isPropertyAssignment(property)) {
    walkPropertyName(walk, property.name);
    walkElementTarget(walk, property.initializer);
  } else if (ts.isShorthandPropertyAssignment(property)) {
    walkTarget(walk, property.name, "write");
    walk.visit(property.objectAssignmentInitializer);
  } else if (ts.isSpreadAssignment(property)) {
    walkTarget(walk, property.expression, "write");
  } else {
    walk.visit(property);
  }
  visitor.leave(close(property));
}
