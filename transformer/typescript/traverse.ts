/**
 * Goes through a tree without recursion: generated code holds chains that are thousands of nodes deep.
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";

/**
 * Visits `root`'s descendants in order, parents first. `visit` gets what its parent's visit returned, and returns what
 * its children get, or `undefined` to leave them out.
 */
export function traverse<T extends object>(
  ts: TypeScript,
  root: ts.Node,
  state: T,
  visit: (node: ts.Node, state: T) => T | undefined,
): void {
  const pending: { readonly node: ts.Node; readonly state: T }[] = [];
  const push = (parent: ts.Node, inherited: T): void => {
    const start = pending.length;
    ts.forEachChild(parent, (node) => void pending.push({ node, state: inherited }));
    // The last one pushed is visited first.
    for (let low = start, high = pending.length - 1; low < high; low += 1, high -= 1) {
      const swapped = pending[low] as (typeof pending)[number];
      pending[low] = pending[high] as (typeof pending)[number];
      pending[high] = swapped;
    }
  };
  push(root, state);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const inherited = visit(next.node, next.state);
    if (inherited !== undefined) push(next.node, inherited);
  }
}

/** Visits `root`'s descendants in order, parents first; those of a node for which `visit` answers `false` are left out. */
export function descend(ts: TypeScript, root: ts.Node, visit: (node: ts.Node) => boolean | void): void {
  const nothing = {};
  traverse(ts, root, nothing, (node) => (visit(node) === false ? undefined : nothing));
}
