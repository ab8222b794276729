/**
 * Views of patterns, those of bindings and those of assignments.
 */

import type { PatternElement, PatternProperty, PatternView } from "../transformer/core/dialect.js";
import { close, closeOrNull, type Node, type t } from "./ast.js";
import { literalKey, skipWrappers } from "./syntax.js";

/** Views a binding or assignment target. */
export function patternView(node: Node): PatternView {
  const target = skipWrappers(node);
  if (target.type === "Identifier") return { kind: "name", node: close(target), name: target.name };
  if (target.type === "ObjectPattern") return objectPattern(target);
  if (target.type === "ArrayPattern") return arrayPattern(target);
  return { kind: "target", node: close(target) };
}

/** `target = default`, or a target alone. */
function element(node: Node): PatternElement {
  if (node.type !== "AssignmentPattern") return { target: close(node), initializer: null };
  return { target: close(node.left), initializer: close(node.right) };
}

function objectPattern(node: t.ObjectPattern): PatternView {
  const properties: PatternProperty[] = [];
  let rest: Node | null = null;
  for (const property of node.properties) {
    if (property.type === "RestElement") rest = property.argument;
    else properties.push({ key: keyOf(property), ...element(property.value) });
  }
  return { kind: "object", properties, rest: closeOrNull(rest) };
}

function keyOf({ key, computed }: t.ObjectProperty): PatternProperty["key"] {
  if (computed) return { kind: "computed", node: close(key) };
  return { kind: "literal", text: literalKey(key, false) ?? "" };
}

function arrayPattern(node: t.ArrayPattern): PatternView {
  const elements: (PatternElement | null)[] = [];
  let rest: Node | null = null;
  for (const each of node.elements) {
    if (each?.type === "RestElement") rest = each.argument;
    else elements.push(each === null ? null : element(each));
  }
  return { kind: "array", elements, rest: closeOrNull(rest) };
}
