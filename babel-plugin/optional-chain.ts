/**
 * Views of optional chains. Babel nests the links, outermost first, in node types of their own; `!` between links is
 * skipped. Parentheses are nodes here, and end a chain.
 */

import type { ChainLink, OptionalChainView } from "../transformer/core/dialect.js";
import { close, type Node, type t } from "./ast.js";
import { elementSlots } from "./expression-views.js";

type LinkNode = t.OptionalMemberExpression | t.OptionalCallExpression;

/** Views a whole chain, given its outermost link. */
export function chainView(outermost: LinkNode): OptionalChainView {
  const links: ChainLink[] = [];
  let node: Node = outermost;
  for (let link: LinkNode | undefined = outermost; link !== undefined; link = linkAt(node, link)) {
    links.unshift(viewLink(link));
    node = link.type === "OptionalCallExpression" ? link.callee : link.object;
  }
  return { kind: "optionalChain", base: node.type === "Super" ? null : close(node), links };
}

/** The link that a node is, behind any `!`. As TypeScript sees it, `a?.b!?.c` is two chains and `a?.b!.c` one. */
function linkAt(node: Node, outer: LinkNode): LinkNode | undefined {
  let inner = node;
  while (!outer.optional && inner.type === "TSNonNullExpression") inner = inner.expression;
  return inner.type === "OptionalMemberExpression" || inner.type === "OptionalCallExpression" ? inner : undefined;
}

function viewLink(node: LinkNode): ChainLink {
  const { optional } = node;
  if (node.type === "OptionalCallExpression") {
    return { kind: "call", optional, arguments: elementSlots(node.arguments), node: close(node) };
  }
  // The types of `@babel/types` forget that a link may have a private name.
  const property = node.property as t.Expression | t.PrivateName;
  if (node.computed) return { kind: "index", optional, property: close(property), node: close(node) };
  const name = property.type === "PrivateName" ? `#${property.id.name}` : (property as t.Identifier).name;
  return { kind: "member", optional, name, node: close(node) };
}
