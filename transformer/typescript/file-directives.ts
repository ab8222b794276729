/**
 * Reads the project's directives from a TypeScript file: which hold for a function, and which are misspelt.
 */

import type ts from "typescript";
import type { FunctionView } from "../core/dialect.js";
import type { Problem } from "../diagnostics.js";
import { chooseMode, directive, type FunctionMode, misspeltDirective, type Returns } from "../directives.js";
import { open, type TypeScript } from "./host-node.js";
import { placeOf } from "./places.js";
import { directivesOf, isDirective } from "./syntax.js";
import { descend } from "./traverse.js";

/** Makes the function that decides what an async function becomes. */
export function returnsOf(
  ts: TypeScript,
  sourceFile: ts.SourceFile,
  fallback: Returns,
): (fn: FunctionView) => FunctionMode {
  // Most files have no directive, and then nothing need be looked up.
  if (!directive.test(sourceFile.text)) return () => fallback;
  return (fn) => chooseMode(enclosingDirectives(ts, open(fn.node)), fallback);
}

/** The directives of a function, then of each function around it, then of the file. */
function* enclosingDirectives(ts: TypeScript, fn: ts.Node): Generator<readonly string[]> {
  for (let node: ts.Node | undefined = fn; node !== undefined; node = node.parent) {
    const statements = bodyOf(ts, node);
    if (statements !== undefined) yield directivesOf(ts, statements);
  }
}

/** The statements that may begin with directives. */
function bodyOf(ts: TypeScript, node: ts.Node): readonly ts.Statement[] | undefined {
  if (ts.isSourceFile(node)) return node.statements;
  if (!ts.isFunctionLike(node) || !("body" in node)) return undefined;
  return node.body !== undefined && ts.isBlock(node.body) ? node.body.statements : undefined;
}

/** Warnings about directives that look like misspelt ones. */
export function directiveProblems(ts: TypeScript, sourceFile: ts.SourceFile): readonly Problem[] {
  const problems: Problem[] = [];
  const visit = (node: ts.Node): void => {
    for (const statement of bodyOf(ts, node) ?? []) {
      if (!isDirective(ts, statement)) break;
      const { text } = statement.expression;
      const meant = misspeltDirective(text);
      if (meant === undefined) continue;
      const message = `"${text}" is not a directive. Did you mean "${meant}"?`;
      problems.push({ code: 1301, category: "warning", message, place: placeOf(sourceFile, statement) });
    }
  };
  if (!/["']use [a-z]/.test(sourceFile.text)) return problems;
  visit(sourceFile);
  descend(ts, sourceFile, visit);
  return problems;
}
