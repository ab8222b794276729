/**
 * Problems as TypeScript's own diagnostics, and where they go when the host has no place for them.
 */

import type ts from "typescript";
import { codeText, CompileError, type Problem } from "../diagnostics.js";
import type { TypeScript } from "./host-node.js";

/** Hands a problem to the host. */
export type Report = (problem: Problem) => void;

/** A problem as a diagnostic of the file it is in. */
export function toDiagnostic(ts: TypeScript, problem: Problem, sourceFile: ts.SourceFile | undefined): ts.Diagnostic {
  const { place } = problem;
  return {
    category: problem.category === "error" ? ts.DiagnosticCategory.Error : ts.DiagnosticCategory.Warning,
    // TypeScript prints "TS" and the code: this prints "TSY1001".
    code: codeText(problem.code).slice("TS".length) as unknown as number,
    source: "tsyncio",
    messageText: problem.message,
    file: place === undefined ? undefined : sourceFile,
    start: place?.start,
    length: place === undefined ? undefined : place.end - place.start,
  };
}

/** For hosts without diagnostics: an error is thrown, a warning is not worth that. */
export function throwErrors(problem: Problem): void {
  if (problem.category === "error") throw new CompileError([problem]);
}
