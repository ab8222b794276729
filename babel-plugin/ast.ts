/**
 * Babel's AST as this dialect holds it.
 *
 * Types come from `@babel/types` (version 7; where version 8 has another shape, the rule that meets it says so).
 * At run time nothing of Babel is imported: the `types` object is the one of the Babel that is compiling.
 */

import type * as t from "@babel/types";
import type { HostNode } from "../transformer/core/dialect.js";

export type { t };
export type Node = t.Node;

/** `@babel/types` as Babel hands it to its plugins. */
export type Types = typeof t;

/** A function that can be async. */
export type FunctionNode =
  | t.FunctionDeclaration
  | t.FunctionExpression
  | t.ArrowFunctionExpression
  | t.ObjectMethod
  | t.ClassMethod
  | t.ClassPrivateMethod;

/** The node of one type. */
export type NodeOf<K extends Node["type"]> = Extract<Node, { readonly type: K }>;

/** Closes a Babel node for the core. */
export function close(node: Node): HostNode {
  return node as unknown as HostNode;
}

/** Closes many. */
export function closeAll(nodes: readonly Node[]): readonly HostNode[] {
  return nodes as unknown as readonly HostNode[];
}

/** Closes a node that may be missing. */
export function closeOrNull(node: Node | null | undefined): HostNode | null {
  return node === null || node === undefined ? null : close(node);
}

/** Opens a host node. `T` is what the dialect's contract says it is. */
export function open<T extends Node = Node>(node: HostNode): T {
  return node as unknown as T;
}

/** Opens many. */
export function openAll<T extends Node = Node>(nodes: readonly HostNode[]): T[] {
  return [...nodes] as unknown as T[];
}

/** Opens a node that may be missing. */
export function openOrNull<T extends Node = Node>(node: HostNode | null): T | null {
  return node === null ? null : open<T>(node);
}

/** A node's fields by name. */
export function fieldsOf(node: Node): Record<string, unknown> {
  return node as unknown as Record<string, unknown>;
}

/** The fields that hold children, in Babel's order. */
export function childKeys(types: Types, node: Node): readonly string[] {
  return types.VISITOR_KEYS[node.type] ?? [];
}

/** Is a field's value a node, or an entry of a list one? Lists have holes (`[, a]`). */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as { type?: unknown }).type === "string";
}

/** Fields that hold types. Nothing in them exists at run time. */
const typeKeys = new Set([
  "typeAnnotation",
  "returnType",
  "typeParameters",
  "typeArguments",
  "superTypeParameters",
  "superTypeArguments",
  "implements",
  "mixins",
  "predicate",
  "variance",
]);

/** Calls `visit` with each child that is not a type. */
export function forEachChild(types: Types, node: Node, visit: (child: Node) => void): void {
  const fields = fieldsOf(node);
  for (const key of childKeys(types, node)) {
    if (typeKeys.has(key)) continue;
    const value = fields[key];
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) visit(child);
    } else if (isNode(value)) visit(value);
  }
}

/** Is the predicate true of a child? */
export function someChild(types: Types, node: Node, predicate: (child: Node) => boolean): boolean {
  let found = false;
  forEachChild(types, node, (child) => {
    found ||= predicate(child);
  });
  return found;
}

/**
 * A copy of the node with each child that is not a type exchanged for what `map` answers; the node itself when
 * every child stayed the same. A list takes several nodes for one.
 */
export function mapChildren<T extends Node>(
  types: Types,
  node: T,
  map: (child: Node, isListed: boolean) => Node | readonly Node[],
): T {
  const fields = fieldsOf(node);
  let copy: Record<string, unknown> | undefined;
  for (const key of childKeys(types, node)) {
    if (typeKeys.has(key)) continue;
    const value = fields[key];
    const mapped = Array.isArray(value)
      ? mapList(value, (child) => map(child, true))
      : isNode(value)
        ? single(map(value, false))
        : value;
    if (mapped === value) continue;
    copy ??= { ...fields };
    copy[key] = mapped;
  }
  return copy === undefined ? node : (copy as unknown as T);
}

function mapList(list: readonly unknown[], map: (child: Node) => Node | readonly Node[]): readonly unknown[] {
  let isChanged = false;
  const mapped = list.flatMap((child) => {
    if (!isNode(child)) return [child];
    const result = map(child);
    if (result !== child) isChanged = true;
    return result;
  });
  return isChanged ? mapped : list;
}

function single(result: Node | readonly Node[]): Node | null {
  return Array.isArray(result) ? ((result as readonly Node[])[0] ?? null) : (result as Node);
}
