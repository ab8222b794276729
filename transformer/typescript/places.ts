/**
 * Places of nodes, for diagnostics.
 */

import type ts from "typescript";
import type { Place } from "../diagnostics.js";

/** Where a node of the file as it was parsed stands. */
export function placeOf(sourceFile: ts.SourceFile, node: ts.Node): Place {
  const start = node.getStart(sourceFile);
  const { line, character } = sourceFile.getLineAndCharacterOfPosition(start);
  return { fileName: sourceFile.fileName, line: line + 1, column: character + 1, start, end: node.end };
}
