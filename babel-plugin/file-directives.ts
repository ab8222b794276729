/**
 * Reads the project's directives from a file: which hold for a function, and which are misspelt.
 */

import type { FunctionView } from "../transformer/core/dialect.js";
import { chooseMode, type FunctionMode, misspeltDirective, type Returns } from "../transformer/directives.js";
import { type Node, open } from "./ast.js";
import type { FileProblem } from "./report.js";
import type { Survey } from "./survey.js";
import { directivesOf } from "./syntax.js";

/** Makes the function that decides what an async function becomes. */
export function returnsOf(survey: Survey, fallback: Returns): (fn: FunctionView) => FunctionMode {
  // Most files have no directive, and then nothing need be looked up.
  if (survey.directives.length === 0) return () => fallback;
  return (fn) => chooseMode(enclosingDirectives(survey, open(fn.node)), fallback);
}

/** The directives of a function, then of each function around it, then of the file. */
function* enclosingDirectives({ parentOf }: Survey, fn: Node): Generator<readonly string[]> {
  const body = "body" in fn && !Array.isArray(fn.body) ? fn.body : undefined;
  let node: Node | null | undefined = body ?? fn;
  for (; node; node = parentOf(node)) {
    if (node.type === "BlockStatement" || node.type === "Program") yield directivesOf(node.directives);
  }
}

/** Warnings about directives that look like misspelt ones. */
export function directiveProblems({ directives }: Survey): readonly FileProblem[] {
  return directives.flatMap((directive) => {
    const text = directive.value.value;
    const meant = misspeltDirective(text);
    if (meant === undefined) return [];
    const message = `"${text}" is not a directive. Did you mean "${meant}"?`;
    return [{ code: 1301, category: "warning" as const, message, node: directive }];
  });
}
