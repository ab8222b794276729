/**
 * Walks patterns: those that bind, whose names are declared, and those that are assigned to, whose names are
 * written. Babel has the same node types for both.
 */

import type { BindingKind, ReferenceMode } from "../transformer/core/dialect.js";
import { close, type Node } from "./ast.js";
import { isWrapper } from "./syntax.js";
import { type Walk, walkKey } from "./walk.js";

/** Reports the names that a binding declares, its defaults and computed keys. */
export function walkBinding(walk: Walk, node: Node, kind: BindingKind): void {
  walkPattern(walk, node, (identifier, name) => walk.visitor.declare(name, kind, close(identifier)));
}

/** Reports the names that an assignment target writes; member expressions in it are visited as expressions. */
export function walkTarget(walk: Walk, node: Node, mode: ReferenceMode): void {
  walkPattern(walk, node, (identifier, name) => walk.visitor.reference(name, close(identifier), mode));
}

function walkPattern(walk: Walk, node: Node, report: (identifier: Node, name: string) => void): void {
  const isPattern = node.type === "Identifier" || isWrapper(node) || patternTypes.has(node.type);
  if (!isPattern) {
    walk.visit(node);
    return;
  }
  walk.visitor.enter(close(node));
  if (node.type === "Identifier") report(node, node.name);
  else walkParts(walk, node, (part) => walkPattern(walk, part, report));
  walk.visitor.leave(close(node));
}

const patternTypes = new Set<Node["type"]>([
  "ObjectPattern",
  "ObjectProperty",
  "ArrayPattern",
  "AssignmentPattern",
  "RestElement",
  "TSParameterProperty",
]);

function walkParts(walk: Walk, node: Node, inner: (part: Node) => void): void {
  switch (node.type) {
    case "ObjectPattern":
      node.properties.forEach(inner);
      return;
    case "ObjectProperty":
      walkKey(walk, node);
      inner(node.value);
      return;
    case "ArrayPattern":
      for (const element of node.elements) if (element !== null) inner(element);
      return;
    case "AssignmentPattern":
      inner(node.left);
      walk.visit(node.right);
      return;
    case "RestElement":
      inner(node.argument);
      return;
    case "TSParameterProperty":
      inner(node.parameter);
      return;
    default:
      if (isWrapper(node)) inner(node.expression);
  }
}
