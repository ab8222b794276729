/**
 * Views of optional chains. TypeScript nests the links, outermost first, and flags each as part of the chain;
 * `!` between links is skipped.
 */

import type ts from "typescript";
import type { ChainLink, OptionalChainView } from "../core/dialect.js";
import { elementSlots } from "./expression-views.js";
import { close, type TypeScript } from "./host-node.js";

/** Views a whole chain, given its outermost link. */
export function chainView(ts: TypeScript, outermost: ts.Node): OptionalChainView {
  const links: ChainLink[] = [];
  let node = outermost as ts.Expression;
  while (ts.isOptionalChain(node)) {
    const link = linkOf(ts, node);
    if (link !== undefined) links.unshift(link);
    node = node.expression;
  }
  return { kind: "optionalChain", base: node.kind === ts.SyntaxKind.SuperKeyword ? null : close(node), links };
}

function linkOf(ts: TypeScript, node: ts.OptionalChain): ChainLink | undefined {
  if (ts.isNonNullExpression(node)) return undefined;
  const optional = node.questionDotToken !== undefined;
  if (ts.isPropertyAccessExpression(node)) {
    return { kind: "member", optional, name: node.name.text, node: close(node) };
  }
  if (ts.isElementAccessExpression(node)) {
    return { kind: "index", optional, property: close(node.argumentExpression), node: close(node) };
  }
  return { kind: "call", optional, arguments: elementSlots(ts, node.arguments), node: close(node) };
}
