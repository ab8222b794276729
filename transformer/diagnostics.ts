/**
 * What the compiler tells its user: a code, a place and a sentence that says what to write instead. This file knows
 * no AST; each front end hands a {@link Problem} to its host in the host's own form.
 *
 *   TSY10xx  constructs that cannot be compiled          (the lowering core)
 *   TSY11xx  options                                     (options.ts)
 *   TSY12xx  files                                       (the front ends)
 *   TSY13xx  directives                                  (directives.ts)
 *   TSY14xx  warnings of mistakes in the program         (warnings/review.ts)
 *   TSY19xx  bugs of the compiler itself
 */

/** One thing that is wrong. */
export interface Problem {
  /** Its number: 1001 is shown as TSY1001. */
  readonly code: number;
  /** An error stops the compilation, a warning does not. */
  readonly category: "error" | "warning";
  /** What is wrong, and what to write instead. */
  readonly message: string;
  /** Where; `undefined` when it is no file's fault. */
  readonly place: Place | undefined;
}

/** A place in a source file. */
export interface Place {
  /** The file. */
  readonly fileName: string;
  /** The line, from 1. */
  readonly line: number;
  /** The column, from 1. */
  readonly column: number;
  /** Where it begins: an offset into the source text. */
  readonly start: number;
  /** Where it ends. */
  readonly end: number;
}

/** The code as users see it. */
export function codeText(code: number): string {
  return `TSY${String(code)}`;
}

/** One line, in the manner of `tsc`: `src/a.ts:3:5 - error TSY1001: …`. */
export function formatProblem({ code, category, message, place }: Problem): string {
  const where = place === undefined ? "" : `${place.fileName}:${String(place.line)}:${String(place.column)} - `;
  return `${where}${category} ${codeText(code)}: ${message}`;
}

/** Thrown where a host has no way to report problems. */
export class CompileError extends Error {
  /** "CompileError". */
  override readonly name = "CompileError";
  /** All that is wrong. */
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join("\n"));
    this.problems = problems;
  }
}
