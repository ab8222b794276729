/**
 * Every comment once.
 *
 * Babel attaches comments to nodes and prints each one once, with the first of its nodes. What is lost when a
 * statement is taken apart is a comment whose nodes are all gone: it goes before the first (or, from the end of a
 * line, behind the last) new statement that holds anything of the node it belonged to.
 */

import { childKeys, fieldsOf, isNode, type Node, type t, type Types } from "./ast.js";

/** A comment and a node it was attached to. */
export interface Attachment {
  readonly comment: t.Comment;
  readonly start: number;
  readonly end: number;
  readonly position: "leading" | "trailing";
  /** A comment may be attached to the nodes before and behind it; it belongs to the one with the lower rank. */
  readonly rank: number;
}

/** The comments at a node, with what is known of the place they came from. */
export function attachmentsOf(node: Node, code: string): Attachment[] {
  const { start, end } = node;
  if (typeof start !== "number" || typeof end !== "number") return [];
  const attach = (comments: readonly t.Comment[] | null | undefined, position: Attachment["position"]): Attachment[] =>
    comments?.map((comment) => {
      const isTail = position === "trailing" && !code.slice(end, comment.start).includes("\n");
      return { comment, start, end, position, rank: isTail ? 0 : position === "leading" ? 1 : 2 };
    }) ?? [];
  return [
    ...attach(node.leadingComments, "leading"),
    ...attach(node.innerComments, "leading"),
    ...attach(node.trailingComments, "trailing"),
  ];
}

/** A node of the new tree that was in the old one too. */
interface Remnant {
  readonly start: number;
  /** In the order in which the new tree is printed. */
  readonly order: number;
  readonly home: Node;
}

/** Gives the comments that no node of `program` has to statements of it. */
export function adoptComments(types: Types, program: t.Program, attachments: readonly Attachment[]): void {
  if (attachments.length === 0) return;
  const remnants: Remnant[] = [];
  const kept = new Set<t.Comment>();
  forEachInOrder(types, program, (node, home) => {
    for (const comments of [node.leadingComments, node.innerComments, node.trailingComments]) {
      for (const comment of comments ?? []) kept.add(comment);
    }
    if (typeof node.start === "number") remnants.push({ start: node.start, order: remnants.length, home });
  });
  const orphans = attachments.filter(({ comment }) => !kept.has(comment)).sort((a, b) => a.rank - b.rank);
  if (orphans.length === 0) return;
  remnants.sort((a, b) => a.start - b.start);
  for (const orphan of orphans) {
    if (kept.has(orphan.comment)) continue;
    const home = homeOf(orphan, remnants);
    if (home === undefined) continue;
    kept.add(orphan.comment);
    const key = `${orphan.position}Comments` as const;
    home[key] = [...(home[key] ?? []), orphan.comment];
  }
}

function homeOf({ start, end, position }: Attachment, remnants: readonly Remnant[]): Node | undefined {
  let best: Remnant | undefined;
  for (let index = lowerBound(remnants, start); index < remnants.length; index += 1) {
    const remnant = remnants[index];
    if (remnant === undefined || remnant.start >= end) break;
    const isBetter =
      best === undefined || (position === "leading" ? remnant.order < best.order : remnant.order > best.order);
    if (isBetter) best = remnant;
  }
  return best?.home;
}

/** The index of the first remnant that starts at `offset` or later. */
function lowerBound(remnants: readonly Remnant[], offset: number): number {
  let low = 0;
  let high = remnants.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((remnants[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Calls `visit` with each node in printing order, and the statement it is in. */
function forEachInOrder(types: Types, program: t.Program, visit: (node: Node, statement: Node) => void): void {
  const pending: { readonly node: Node; readonly home: Node }[] = [{ node: program, home: program }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node } = next;
    const isHome = types.isStatement(node) && node.type !== "BlockStatement";
    const home = isHome ? node : next.home;
    visit(node, home);
    const fields = fieldsOf(node);
    const children = childKeys(types, node).flatMap((key) => [fields[key]].flat().filter(isNode));
    for (const child of children.reverse()) pending.push({ node: child, home });
  }
}

/**
 * A comment that opens a file stays above what is put first: one that an empty line follows, or that stands above an
 * import and so belongs to no declaration.
 */
export function raiseHeader(opening: Node, first: Node, code: string): void {
  const comments = opening.leadingComments ?? [];
  const edges = [...comments.slice(1).map(({ start }) => start), opening.start];
  const detached = comments.findLastIndex(({ end }, index) => isEmptyLineIn(code, end, edges[index]));
  const count = detached < 0 && opening.type === "ImportDeclaration" ? comments.length : detached + 1;
  if (count === 0) return;
  first.leadingComments = comments.slice(0, count);
  opening.leadingComments = comments.slice(count);
}

function isEmptyLineIn(code: string, start: number | null | undefined, end: number | null | undefined): boolean {
  return typeof start === "number" && typeof end === "number" && /\n\s*\n/.test(code.slice(start, end));
}
