/**
 * Makes a rebuilt file one that Babel can live with:
 *
 * - no node stands in two places: the second time a copy does, without its comments;
 * - parentheses are notes again, and not nodes;
 * - what was declared with a type and is now assigned to has lost the type.
 */

import { childKeys, fieldsOf, isNode, type Node, type t, type Types } from "./ast.js";
import { withoutParentheses } from "./parentheses.js";

/** Settles a tree in place. */
export function settle(types: Types, root: Node): void {
  const seen = new Set<Node>([root]);
  const pending: Node[] = [root];
  const adopt = (child: Node): Node => {
    const inner = withoutParentheses(child);
    const placed = seen.has(inner) ? copyOf(inner) : inner;
    seen.add(placed);
    pending.push(placed);
    return placed;
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const fields = fieldsOf(node);
    for (const key of childKeys(types, node)) {
      const value = fields[key];
      if (Array.isArray(value)) {
        fields[key] = value.map((child: unknown) => (isNode(child) ? adopt(child) : child));
      } else if (isNode(value)) fields[key] = adopt(value);
    }
    if (node.type === "AssignmentExpression") node.left = withoutType(node.left);
    else if (node.type === "ForOfStatement" || node.type === "ForInStatement") node.left = withoutType(node.left);
  }
}

/** A copy of one node. Its children are met next, a second time, and copied in their turn. */
function copyOf(node: Node): Node {
  const { leadingComments: _leading, innerComments: _inner, trailingComments: _trailing, ...rest } = node;
  return rest;
}

function withoutType<T extends Node>(target: T): T {
  const { typeAnnotation } = target as { typeAnnotation?: t.Node | null };
  const isDeclared = target.type === "Identifier" || target.type === "ObjectPattern" || target.type === "ArrayPattern";
  return isDeclared && typeAnnotation ? { ...target, typeAnnotation: null } : target;
}
