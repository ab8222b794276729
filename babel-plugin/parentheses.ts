/**
 * Parentheses as nodes.
 *
 * TypeScript keeps `(a)` as a node, Babel as a note on `a` (`extra.parenthesized`). The difference is visible: where
 * an optional chain ends, what a function is named after, where an expression starts in the text. So that both
 * dialects see the same program, the notes are made nodes while a file is being lowered, and notes again when it is
 * done: no other plugin ever meets one. (Babel makes such nodes itself when its parser is told to; those stay.)
 */

import type { Node, t } from "./ast.js";

/** The note that a wrapped node carries. */
interface Note {
  readonly parenthesized?: boolean;
  readonly parenStart?: number;
}

/** Marks a node that stands for a note; copies of the node have it as well. */
const implied = "tsyncioImplied";

/** The node with a node for its parentheses around it, if it has any. */
export function withParentheses(node: Node, code: string): Node {
  const { parenthesized, parenStart } = (node.extra ?? {}) as Note;
  if (parenthesized !== true) return node;
  const start = parenStart ?? node.start;
  return {
    type: "ParenthesizedExpression",
    expression: node as t.Expression,
    start,
    end: closingParenthesis(code, start, node),
    loc: node.loc,
    extra: { [implied]: true },
  } as t.ParenthesizedExpression;
}

/** What stands where `node` stood before it got parentheses. */
export function withoutParentheses(node: Node): Node {
  let inner = node;
  while (inner.type === "ParenthesizedExpression" && inner.extra?.[implied] === true) inner = inner.expression;
  return inner;
}

/**
 * What is assigned to: in front of `=`, parentheses mean nothing, and Babel makes no assignment with a node for them. Without
 * them its printer writes `<T>a = 1`, which cannot be read again, so that type goes, too.
 */
export function assigned(target: Node): Node {
  const isWrapped = target.type === "ParenthesizedExpression" || target.type === "TSTypeAssertion";
  return isWrapped ? assigned(target.expression) : target;
}

/** Where the outermost parenthesis closes: there are as many behind the node as before it. */
function closingParenthesis(code: string, start: number | null | undefined, node: Node): number | null | undefined {
  if (typeof start !== "number" || typeof node.start !== "number" || typeof node.end !== "number") return node.end;
  let end = node.end;
  for (let at = skipTrivia(code, start); at < node.start && code[at] === "("; at = skipTrivia(code, at + 1)) {
    const close = skipTrivia(code, end);
    if (code[close] !== ")") break;
    end = close + 1;
  }
  return end;
}

/** The offset of what is neither white space nor comment. */
function skipTrivia(code: string, offset: number): number {
  const trivia = /(?:\s|\/\/.*|\/\*[^]*?\*\/)*/y;
  trivia.lastIndex = offset;
  trivia.test(code);
  return trivia.lastIndex;
}
