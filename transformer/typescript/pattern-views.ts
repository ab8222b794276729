/**
 * Views of patterns: binding patterns, and the array and object literals that stand for assignment patterns.
 */

import type ts from "typescript";
import type { HostNode, PatternElement, PatternProperty, PatternView } from "../core/dialect.js";
import { close, type TypeScript } from "./host-node.js";
import { literalKey, skipWrappers } from "./syntax.js";

/** Views a binding or assignment target. */
export function patternView(ts: TypeScript, node: ts.Node): PatternView {
  if (ts.isObjectBindingPattern(node)) return objectBinding(ts, node);
  if (ts.isArrayBindingPattern(node)) return arrayBinding(ts, node);
  const target = skipWrappers(ts, node);
  if (ts.isIdentifier(target)) return { kind: "name", node: close(target), name: target.text };
  if (ts.isObjectLiteralExpression(target)) return objectTarget(ts, target);
  if (ts.isArrayLiteralExpression(target)) return arrayTarget(ts, target);
  return { kind: "target", node: close(target) };
}

function optional(node: ts.Node | undefined): HostNode | null {
  return node === undefined ? null : close(node);
}

function keyOf(ts: TypeScript, name: ts.PropertyName): PatternProperty["key"] {
  if (ts.isComputedPropertyName(name)) return { kind: "computed", node: close(name.expression) };
  return { kind: "literal", text: literalKey(ts, name) ?? "" };
}

function objectBinding(ts: TypeScript, node: ts.ObjectBindingPattern): PatternView {
  const rest = node.elements.find((element) => element.dotDotDotToken !== undefined);
  const properties = node.elements
    .filter((element) => element !== rest)
    .map((element): PatternProperty => {
      // Without a property name, the element's name is an identifier and is the key as well.
      const key = element.propertyName ?? (element.name as ts.Identifier);
      return { key: keyOf(ts, key), target: close(element.name), initializer: optional(element.initializer) };
    });
  return { kind: "object", properties, rest: optional(rest?.name) };
}

function arrayBinding(ts: TypeScript, node: ts.ArrayBindingPattern): PatternView {
  const elements: (PatternElement | null)[] = [];
  let rest: HostNode | null = null;
  for (const element of node.elements) {
    if (ts.isOmittedExpression(element)) elements.push(null);
    else if (element.dotDotDotToken !== undefined) rest = close(element.name);
    else elements.push({ target: close(element.name), initializer: optional(element.initializer) });
  }
  return { kind: "array", elements, rest };
}

/** `target = default`, or a target alone. */
function elementTarget(ts: TypeScript, node: ts.Expression): PatternElement {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    return { target: close(node.left), initializer: close(node.right) };
  }
  return { target: close(node), initializer: null };
}

function objectTarget(ts: TypeScript, node: ts.ObjectLiteralExpression): PatternView {
  const properties: PatternProperty[] = [];
  let rest: HostNode | null = null;
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      rest = close(property.expression);
    } else if (ts.isShorthandPropertyAssignment(property)) {
      properties.push({
        key: keyOf(ts, property.name),
        target: close(property.name),
        initializer: optional(property.objectAssignmentInitializer),
      });
    } else if (ts.isPropertyAssignment(property)) {
      properties.push({ key: keyOf(ts, property.name), ...elementTarget(ts, property.initializer) });
    }
  }
  return { kind: "object", properties, rest };
}

function arrayTarget(ts: TypeScript, node: ts.ArrayLiteralExpression): PatternView {
  const elements: (PatternElement | null)[] = [];
  let rest: HostNode | null = null;
  for (const element of node.elements) {
    if (ts.isOmittedExpression(element)) elements.push(null);
    else if (ts.isSpreadElement(element)) rest = close(element.expression);
    else elements.push(elementTarget(ts, element));
  }
  return { kind: "array", elements, rest };
}
