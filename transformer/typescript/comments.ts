/**
 * Every comment once.
 *
 * TypeScript prints a node's leading and trailing comments from its text range. When a statement is taken apart,
 * several pieces may have the same range, or the piece with the range may lie inside one without: then a comment
 * would be printed twice, or not at all. This pass walks the finished file in the order in which it is printed:
 * the first node at a place keeps the comments there, later ones are told to be silent.
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";

/** Silences all but the first printing of each comment of `original` in `rebuilt`. */
export function settleComments(ts: TypeScript, original: ts.SourceFile, rebuilt: ts.SourceFile): void {
  const { text } = original;
  const leading = new Set<number>();
  const trailing = new Set<number>();
  const visit = (node: ts.Node, containerPos: number, containerEnd: number): void => {
    const { pos, end } = ts.getCommentRange(node);
    let flags = 0 as ts.EmitFlags;
    // A node that begins where its container does leaves the comments to it.
    if (pos >= 0 && pos !== containerPos && hasLeading(ts, text, pos)) {
      if (leading.has(pos)) flags |= ts.EmitFlags.NoLeadingComments;
      leading.add(pos);
    }
    if (end >= 0 && pos >= 0 && end !== containerEnd && hasTrailing(ts, text, end)) {
      if (trailing.has(end)) flags |= ts.EmitFlags.NoTrailingComments;
      trailing.add(end);
    }
    if (flags !== 0) ts.setEmitFlags(node, flags | emitFlagsOf(node));
    ts.forEachChild(node, (child) => {
      visit(child, pos >= 0 ? pos : containerPos, pos >= 0 ? end : containerEnd);
    });
  };
  rebuilt.statements.forEach((statement) => visit(statement, -1, -1));
}

function hasLeading(ts: TypeScript, text: string, pos: number): boolean {
  return ts.getLeadingCommentRanges(text, pos) !== undefined;
}

function hasTrailing(ts: TypeScript, text: string, end: number): boolean {
  return ts.getTrailingCommentRanges(text, end) !== undefined;
}

function emitFlagsOf(node: ts.Node): ts.EmitFlags {
  return (node as { emitNode?: { flags?: ts.EmitFlags } }).emitNode?.flags ?? (0 as ts.EmitFlags);
}
