/**
 * How Babel's users hear of problems: an error that shows the source text, and a warning on the console, because
 * Babel has no place for warnings.
 */

import { codeText } from "../transformer/diagnostics.js";
import type { Node } from "./ast.js";
import type { BabelFile } from "./babel-api.js";

/** A problem and where it is. */
export interface FileProblem {
  readonly code: number;
  readonly category: "error" | "warning";
  readonly message: string;
  readonly node: Node;
}

/** Warns, and throws when there is an error. All of a file's problems are told at once. */
export function reportProblems(file: BabelFile, problems: readonly FileProblem[]): void {
  const errors = problems.map((problem) => ({ problem, error: toError(file, problem) }));
  for (const { problem, error } of errors)
    if (problem.category === "warning") console.warn(warning(file, problem, error));
  const [first, ...others] = errors.filter(({ problem }) => problem.category === "error").map(({ error }) => error);
  if (first === undefined) return;
  first.message = [first, ...others].map(({ message }) => message).join("\n\n");
  throw first;
}

/** The problem as an error that shows its place in the source text. */
export function toError(file: BabelFile, { code, message, node }: FileProblem): Error {
  return file.buildCodeFrameError(node, `${codeText(code)}: ${message}`);
}

/** In an error Babel puts the file's name in front by itself. */
function warning({ opts }: BabelFile, { node }: FileProblem, { message }: Error): string {
  const start = node.loc?.start;
  const place = start ? `:${String(start.line)}:${String(start.column + 1)}` : "";
  return `tsyncio: ${opts.filename ?? "unknown"}${place}: ${message}`;
}
