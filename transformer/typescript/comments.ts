/**
 * Every comment once.
 *
 * TypeScript prints a node's leading and trailing comments from its text range. When a statement is taken apart,
 * several pieces may have the same range, and then a comment would be printed twice; or no piece has it, and then it
 * would be lost. Two walks over the finished file, in the order in which it is printed, put that right:
 *
 * 1. the first node at a place keeps the comments there, later ones are told to be silent;
 * 2. what no node printed goes before (or, from the end of a line, behind) the first (or last) new statement that
 *    holds anything of the statement it belonged to.
 *
 * Both leave out what has no comments in or behind it, and what is inside a statement that stays as it was: the
 * printer gets that right by itself.
 */

import type ts from "typescript";
import { CommentPlaces } from "./comment-places.js";
import type { TypeScript } from "./host-node.js";
import { isErased } from "./syntax.js";
import { descend, traverse } from "./traverse.js";

/** Settles the comments of `original` in `rebuilt`. */
export function settleComments(ts: TypeScript, original: ts.SourceFile, rebuilt: ts.SourceFile): void {
  const places = new CommentPlaces(original.text);
  if (places.none) return;
  const file: File = { ts, original, rebuilt, text: original.text, places, kept: new Set() };
  const claims = claimComments(file, statementEdges(file));
  const orphans = orphansOf(file, claims);
  if (orphans.length > 0) adopt(ts, original.text, rebuilt, orphans);
}

interface File {
  readonly ts: TypeScript;
  readonly original: ts.SourceFile;
  readonly rebuilt: ts.SourceFile;
  readonly text: string;
  readonly places: CommentPlaces;
  /** Statements with comments that stand in `rebuilt` as they did in `original`. */
  readonly kept: Set<ts.Node>;
}

/** Offsets before and behind which comments stand. */
interface Edges {
  readonly leading: Set<number>;
  readonly trailing: Set<number>;
  /** Where the statements of a block end: comments may stand between there and the brace. */
  readonly closing: Set<number>;
}

function noEdges(): Edges {
  return { leading: new Set(), trailing: new Set(), closing: new Set() };
}

/** Where the statements of the source begin and end. */
function statementEdges({ ts, original, places }: File): Edges {
  const edges = noEdges();
  descend(ts, original, (node) => {
    if (!places.touch(node.pos, node.end)) return false;
    if (ts.isStatement(node)) {
      edges.leading.add(node.pos);
      edges.trailing.add(node.end);
    }
    return true;
  });
  return edges;
}

/** The node around a node, as far as the printer's comments go: it has printed those at its own edges. */
interface Container {
  readonly pos: number;
  readonly end: number;
  readonly parent: ts.Node;
}

/** Finds what is printed where, and silences what would be printed again. */
function claimComments({ ts, text, rebuilt, places, kept }: File, edges: Edges): Edges {
  const claims = noEdges();
  traverse<Container>(ts, rebuilt, { pos: -1, end: -1, parent: rebuilt }, (node, container) => {
    if (ts.isTypeNode(node)) return undefined;
    const { pos, end } = ts.getCommentRange(node);
    if (pos < 0) {
      separateCase(ts, text, node);
      return { ...container, parent: node };
    }
    const isOriginal = (node.flags & ts.NodeFlags.Synthesized) === 0;
    // What is in a function, wherever it has moved to, was in that function before.
    if ((isOriginal || ts.isFunctionLike(node)) && !places.touch(pos, end)) return undefined;
    // An expression that has come away from its statement leaves the statement's comments to be adopted.
    const isLoose = !ts.isStatement(node);
    let flags = ts.EmitFlags.None;
    // A node that begins or ends where its container does leaves the comments there to it.
    if (pos !== container.pos && ts.getLeadingCommentRanges(text, pos) !== undefined) {
      const isSilent = claims.leading.has(node.pos) || (isLoose && edges.leading.has(pos));
      if (isSilent) flags |= ts.EmitFlags.NoLeadingComments;
      else claims.leading.add(node.pos);
    }
    if (isLoose && edges.trailing.has(end) && (end !== container.end || container.parent.end < 0)) {
      // The last of a new list of arguments also prints the comments of the next line, unless it is told not to.
      flags |= ts.EmitFlags.NoTrailingComments;
    } else if (end !== container.end && ts.getTrailingCommentRanges(text, end) !== undefined) {
      if (claims.trailing.has(end)) flags |= ts.EmitFlags.NoTrailingComments;
      else claims.trailing.add(end);
    }
    if (ts.isBlock(node)) claims.closing.add(node.statements.end);
    if (flags !== ts.EmitFlags.None) ts.setEmitFlags(node, flags | emitFlagsOf(ts, node));
    if (isOriginal && !isLoose) {
      kept.add(node);
      return undefined;
    }
    return { pos, end, parent: node };
  });
  return claims;
}

/**
 * A new `case` with one statement is printed on one line, and the printer then also prints the comments at the end
 * of the line before the statement, which belong to another one. The statement's comments begin behind them.
 */
function separateCase(ts: TypeScript, text: string, clause: ts.Node): void {
  if (!ts.isCaseClause(clause) || clause.statements.length !== 1) return;
  const only = clause.statements[0];
  if (only === undefined || only.pos < 0) return;
  const foreign = ts.getTrailingCommentRanges(text, only.pos)?.at(-1);
  if (foreign !== undefined) ts.setCommentRange(only, { pos: foreign.end, end: only.end });
}

function emitFlagsOf(ts: TypeScript, node: ts.Node): ts.EmitFlags {
  return (node as { emitNode?: { flags?: ts.EmitFlags } }).emitNode?.flags ?? ts.EmitFlags.None;
}

/** Comments that nobody prints, and the extent of the statement they stood at. */
interface Orphan {
  readonly comments: readonly ts.CommentRange[];
  readonly position: "leading" | "trailing";
  readonly start: number;
  readonly end: number;
}

function orphansOf({ ts, original, text, places, kept }: File, claims: Edges): readonly Orphan[] {
  const orphans: Orphan[] = [];
  descend(ts, original, (node) => {
    if (!places.touch(node.pos, node.end) || isErased(ts, node)) return false;
    if (ts.isStatement(node) || ts.isCaseOrDefaultClause(node)) {
      const extent = { start: node.getStart(original), end: node.end };
      const leading = claims.leading.has(node.pos) ? undefined : ts.getLeadingCommentRanges(text, node.pos);
      if (leading !== undefined) orphans.push({ ...extent, comments: leading, position: "leading" });
      const trailing = claims.trailing.has(node.end) ? undefined : ts.getTrailingCommentRanges(text, node.end);
      if (trailing !== undefined) orphans.push({ ...extent, comments: trailing, position: "trailing" });
      // A nested statement that begins or ends at the same place has the same comments.
      claims.leading.add(node.pos);
      claims.trailing.add(node.end);
    }
    if (kept.has(node)) return false;
    if (ts.isBlock(node) && !claims.closing.has(node.statements.end)) orphans.push(...blockOrphans(ts, original, node));
    return true;
  });
  return orphans;
}

/** Comments behind the opening and before the closing brace of a block that is no more. */
function blockOrphans(ts: TypeScript, original: ts.SourceFile, block: ts.Block): readonly Orphan[] {
  const orphans: Orphan[] = [];
  const { statements } = block;
  const first = statements[0];
  const last = statements.at(-1);
  const opening = ts.getTrailingCommentRanges(original.text, statements.pos);
  const closing = ts.getLeadingCommentRanges(original.text, statements.end);
  if (opening !== undefined && first !== undefined) {
    orphans.push({ start: first.getStart(original), end: first.end, comments: opening, position: "leading" });
  }
  if (closing !== undefined && last !== undefined) {
    orphans.push({ start: last.getStart(original), end: last.end, comments: closing, position: "trailing" });
  }
  return orphans;
}

function adopt(ts: TypeScript, text: string, rebuilt: ts.SourceFile, orphans: readonly Orphan[]): void {
  const waiting = new Set(orphans.filter(({ position }) => position === "leading"));
  const trailing = orphans.filter(({ position }) => position === "trailing");
  const last = new Map<Orphan, ts.Node>();
  traverse<ts.Node>(ts, rebuilt, rebuilt, (node, statement) => {
    if (ts.isTypeNode(node)) return undefined;
    const home = ts.isStatement(node) && !ts.isBlock(node) ? node : statement;
    if (node.pos < 0 || home === rebuilt) return home;
    const offset = node.end - 1;
    for (const orphan of waiting) {
      if (offset < orphan.start || offset >= orphan.end) continue;
      waiting.delete(orphan);
      addComments(ts, text, home, orphan);
    }
    for (const orphan of trailing) if (offset >= orphan.start && offset < orphan.end) last.set(orphan, home);
    return home;
  });
  for (const [orphan, home] of last) addComments(ts, text, home, orphan);
}

function addComments(
  ts: TypeScript,
  text: string,
  home: ts.Node,
  { comments, position }: Pick<Orphan, "comments" | "position">,
): void {
  for (const { pos, end, kind } of comments) {
    const isLine = kind === ts.SyntaxKind.SingleLineCommentTrivia;
    const content = text.slice(pos + 2, isLine ? end : end - 2);
    if (position === "leading") ts.addSyntheticLeadingComment(home, kind, content, true);
    else ts.addSyntheticTrailingComment(home, kind, content, isLine);
  }
}

/**
 * A comment that opens a file stands above what was put first. (One that is followed by an empty line does so by
 * itself, and one above a declaration is that declaration's.)
 */
export function raiseHeader(ts: TypeScript, original: ts.SourceFile, rebuilt: ts.SourceFile): void {
  const { text, statements } = original;
  const opening = statements[0];
  const [first] = rebuilt.statements;
  const isRaised = opening !== undefined && first !== undefined && first !== opening && ts.isImportDeclaration(opening);
  if (!isRaised || !rebuilt.statements.includes(opening)) return;
  const comments = ts.getLeadingCommentRanges(text, opening.pos) ?? [];
  const next = [...comments.slice(1).map(({ pos }) => pos), opening.getStart(original)];
  const isDetached = comments.some(({ end }, index) => /\n\s*\n/.test(text.slice(end, next[index])));
  if (comments.length === 0 || isDetached) return;
  ts.setEmitFlags(opening, emitFlagsOf(ts, opening) | ts.EmitFlags.NoLeadingComments);
  addComments(ts, text, first, { comments, position: "leading" });
}
