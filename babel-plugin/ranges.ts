/**
 * Where nodes stand in the text, as TypeScript sees it: an exported declaration begins with `export`, and a name ends
 * before its type.
 */

import type { SourceRange } from "../transformer/core/dialect.js";
import type { Node } from "./ast.js";
import type { Survey } from "./survey.js";

/** The node's own code; `undefined` for a node that was not parsed. */
export function rangeOf({ parentOf }: Survey, code: string, node: Node): SourceRange | undefined {
  const parent = parentOf(node);
  const isExported = parent?.type === "ExportNamedDeclaration" || parent?.type === "ExportDefaultDeclaration";
  const { start, end } = isExported && parent.declaration === node ? parent : node;
  if (typeof start !== "number" || typeof end !== "number") return undefined;
  const type = (node as { typeAnnotation?: Node | null }).typeAnnotation;
  const isTyped = node.type === "Identifier" || node.type === "ObjectPattern" || node.type === "ArrayPattern";
  if (!isTyped || typeof type?.start !== "number") return { start, end };
  return { start, end: start + code.slice(start, type.start).replace(/[\s?!]+$/, "").length };
}
