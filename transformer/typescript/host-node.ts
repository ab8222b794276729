/**
 * The border between TypeScript's nodes and the core's opaque ones.
 *
 * A {@link HostNode} is a `ts.Node` that the core may hold but not open. The two casts stand here, so that
 * a reader can see where the border is crossed.
 */

import type ts from "typescript";
import type { HostNode } from "../core/dialect.js";

/**
 * The TypeScript instance that is compiling. It is always handed in: `typescript` is never imported at run
 * time, because nodes of two instances must not be mixed.
 */
export type TypeScript = typeof ts;

/** Closes a TypeScript node for the core. */
export function close(node: ts.Node): HostNode {
  return node as unknown as HostNode;
}

/** Closes a node that may be missing. */
export function closeOrNull(node: ts.Node | undefined): HostNode | null {
  return node === undefined ? null : close(node);
}

/** Closes many. */
export function closeAll(nodes: readonly ts.Node[]): readonly HostNode[] {
  return nodes as unknown as readonly HostNode[];
}

/** Opens a host node. `T` is what the dialect's contract says it is. */
export function open<T extends ts.Node = ts.Node>(node: HostNode): T {
  return node as unknown as T;
}

/** Opens many. */
export function openAll<T extends ts.Node = ts.Node>(nodes: readonly HostNode[]): readonly T[] {
  return nodes as unknown as readonly T[];
}

/** Opens a node that may be missing. */
export function openOrNull<T extends ts.Node = ts.Node>(node: HostNode | null): T | undefined {
  return node === null ? undefined : (node as unknown as T);
}
