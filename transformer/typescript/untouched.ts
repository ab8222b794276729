/**
 * Leaves alone what holds nothing to exchange: most of a file, usually. Copying asks for every node on its way down; a
 * subtree is answered with itself, and so not gone into, when no touched node lies in it.
 *
 *     file ─┬─ function a ── …           nothing touched: answered with itself
 *           └─ class B ─┬─ m() ── …      the same
 *                       └─ async n()     touched; class B is on the path to it
 */

import type ts from "typescript";
import type { HostNode } from "../core/dialect.js";
import { directive } from "../directives.js";
import { close, open } from "./host-node.js";
import type { Exchange } from "./replace.js";

/** `exchange` for the whole of a file, given which nodes of it have an answer. */
export function withoutUntouched(sourceFile: ts.SourceFile, touched: Iterable<HostNode>, exchange: Exchange): Exchange {
  // Directives are taken out wherever they stand.
  if (directive.test(sourceFile.text)) return exchange;
  const path = new Set<ts.Node>([sourceFile]);
  for (const node of touched) {
    for (let at: ts.Node | undefined = open(node); !path.has(at); at = at.parent) {
      // Nobody has linked this tree's nodes to their parents.
      if (at.parent === undefined) return exchange;
      path.add(at);
    }
  }
  return (node) => (path.has(open(node)) ? exchange(node) : close(open(node)));
}
