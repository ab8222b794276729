/**
 * Turns bindings into assignments.
 *
 *   [source]  const { a, b: [c = 1], ...rest } = value
 *   [target]  ({ a, b: [c = 1], ...rest } = value)
 *
 * Identifiers, keys and defaults are moved, not copied.
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";

/** A binding name or pattern as the target of an assignment. */
export function assignmentTarget(ts: TypeScript, factory: ts.NodeFactory, pattern: ts.Node): ts.Expression {
  if (ts.isObjectBindingPattern(pattern)) {
    const properties = pattern.elements.map((element) => propertyTarget(ts, factory, element));
    return ts.setTextRange(factory.createObjectLiteralExpression(properties), pattern);
  }
  if (ts.isArrayBindingPattern(pattern)) {
    const elements = pattern.elements.map((element) => elementTarget(ts, factory, element));
    return ts.setTextRange(factory.createArrayLiteralExpression(elements), pattern);
  }
  return pattern as ts.Expression;
}

function propertyTarget(
  ts: TypeScript,
  factory: ts.NodeFactory,
  element: ts.BindingElement,
): ts.ObjectLiteralElementLike {
  const { name, propertyName } = element;
  const target = assignmentTarget(ts, factory, name);
  let property: ts.ObjectLiteralElementLike;
  if (element.dotDotDotToken !== undefined) {
    property = factory.createSpreadAssignment(target);
  } else if (propertyName === undefined) {
    property = factory.createShorthandPropertyAssignment(name as ts.Identifier, element.initializer);
  } else {
    property = factory.createPropertyAssignment(propertyName, withDefault(factory, target, element.initializer));
  }
  return ts.setTextRange(property, element);
}

function elementTarget(ts: TypeScript, factory: ts.NodeFactory, element: ts.ArrayBindingElement): ts.Expression {
  if (ts.isOmittedExpression(element)) return element;
  const target = assignmentTarget(ts, factory, element.name);
  if (element.dotDotDotToken !== undefined) return factory.createSpreadElement(target);
  return ts.setTextRange(withDefault(factory, target, element.initializer), element);
}

function withDefault(factory: ts.NodeFactory, target: ts.Expression, value: ts.Expression | undefined): ts.Expression {
  return value === undefined ? target : factory.createAssignment(target, value);
}

/**
 * A `var` declaration as assignments: statements for a statement, one expression (or nothing) for the head of a
 * `for`, a target for the head of `for-in` and `for-of`.
 */
export function variableAsAssignments(
  ts: TypeScript,
  factory: ts.NodeFactory,
  node: ts.VariableStatement | ts.VariableDeclarationList,
): readonly ts.Node[] {
  const list = ts.isVariableStatement(node) ? node.declarationList : node;
  const isForInOf = ts.isForInStatement(list.parent) || ts.isForOfStatement(list.parent);
  if (isForInOf) return list.declarations.map(({ name }) => assignmentTarget(ts, factory, name));
  const assignments = list.declarations.flatMap((declaration) => {
    if (declaration.initializer === undefined) return [];
    const target = assignmentTarget(ts, factory, declaration.name);
    return [ts.setTextRange(factory.createAssignment(target, declaration.initializer), declaration)];
  });
  if (!ts.isVariableStatement(node)) {
    return assignments.length === 0
      ? []
      : [assignments.reduce((left, right) => factory.createComma(left, right) as never)];
  }
  return assignments.map((assignment, index) => {
    const statement = factory.createExpressionStatement(assignment);
    // The first one takes the comments of the whole statement.
    return index === 0 ? ts.setTextRange(statement, node) : statement;
  });
}
