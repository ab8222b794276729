/**
 * Looks outwards from a name: what is called through it, and what becomes of what the call gives.
 *
 *     await queue.get()         from `queue`: the call, by way of `get`; its value is awaited
 *     void save();              from `save`: the call; its value is dropped
 */

import type { Dialect, HostNode } from "../core/dialect.js";

/** A call, or a `new`, that begins with a name. */
export interface NamedCall {
  readonly call: HostNode;
  /** What is called, the name of the beginning and those on the way included. */
  readonly callee: HostNode;
  /** The names on the way: `promises`, `readFile` in `fs.promises.readFile()`. */
  readonly path: readonly string[];
  readonly isNew: boolean;
}

/** The call whose callee begins at `start`. Optional chains are not followed. */
export function callFrom(dialect: Dialect, start: HostNode): NamedCall | null {
  const path: string[] = [];
  let at = start;
  for (let parent = dialect.parent(at); parent !== null; parent = dialect.parent(at)) {
    const view = dialect.expressionView(parent);
    if (view.kind === "member" && view.object === at && view.name !== null) path.push(view.name);
    else if (view.kind === "call" && view.callee === at && !view.isTemplate)
      return { call: parent, callee: at, path, isNew: false };
    else if (view.kind === "operands" && dialect.isConstructor(at))
      return { call: parent, callee: at, path, isNew: true };
    else if (view.kind !== "transparent") return null;
    at = parent;
  }
  return null;
}

/** The `await` of an expression, if it is awaited where it stands. */
export function awaitOf(dialect: Dialect, node: HostNode): HostNode | null {
  const outermost = unwrapped(dialect, node);
  const parent = dialect.parent(outermost);
  return parent !== null && dialect.expressionView(parent).kind === "await" ? parent : null;
}

/** Is the expression's value dropped: a statement of its own, also behind `void`, `&&`, `?:`, or in a sequence? */
export function isDropped(dialect: Dialect, node: HostNode): boolean {
  let at = node;
  for (let parent = dialect.parent(at); parent !== null; parent = dialect.parent(at)) {
    if (dialect.statementView(parent).kind === "expression") return true;
    const view = dialect.expressionView(parent);
    switch (view.kind) {
      case "transparent":
        break;
      case "sequence":
        if (view.expressions.at(-1) !== at) return true;
        break;
      case "logical":
        if (view.right !== at) return false;
        break;
      case "conditional":
        if (view.test === at) return false;
        break;
      case "operands":
        if (!beginsWith(dialect, parent, "void")) return false;
        break;
      default:
        return false;
    }
    at = parent;
  }
  return false;
}

/** The node with the parentheses and type assertions around it. */
function unwrapped(dialect: Dialect, node: HostNode): HostNode {
  let outermost = node;
  for (let parent = dialect.parent(node); parent !== null; parent = dialect.parent(parent)) {
    if (dialect.expressionView(parent).kind !== "transparent") break;
    outermost = parent;
  }
  return outermost;
}

/** Does the node's text begin with this keyword? */
export function beginsWith(dialect: Dialect, node: HostNode, keyword: string): boolean {
  const start = dialect.range(node)?.start;
  return start !== undefined && new RegExp(`^${keyword}\\b`).test(dialect.sourceText.slice(start, start + 16));
}
