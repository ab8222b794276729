/**
 * Problems as TypeScript's own diagnostics, and where they go.
 *
 *   error     to the host's list of diagnostics; thrown where the host has none
 *   warning   to the console, as `tsc` would print it: a host that lists diagnostics takes each for a failure, whatever
 *             its category (`tsc` exits with 2, and emits nothing under `noEmitOnError`)
 */

import type ts from "typescript";
import { codeText, CompileError, formatProblem, type Problem } from "../diagnostics.js";
import type { TypeScript } from "./host-node.js";

/** Hands a problem to the host, with the file it is in. */
export type Report = (problem: Problem, sourceFile?: ts.SourceFile) => void;

/** Reports to a host that lists diagnostics, or to none. */
export function reportTo(ts: TypeScript, addDiagnostic: ((diagnostic: ts.Diagnostic) => unknown) | undefined): Report {
  return (problem, sourceFile) => {
    if (problem.category === "warning") console.warn(printed(ts, problem, sourceFile));
    else if (addDiagnostic === undefined) throw new CompileError([problem]);
    else addDiagnostic(toDiagnostic(ts, problem, sourceFile));
  };
}

/** A problem as a diagnostic of the file it is in. */
function toDiagnostic(ts: TypeScript, problem: Problem, sourceFile: ts.SourceFile | undefined): ts.Diagnostic {
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

/** With the piece of source text where somebody reads it at once, and on one line elsewhere; as `tsc` does. */
function printed(ts: TypeScript, problem: Problem, sourceFile: ts.SourceFile | undefined): string {
  // A host in a browser has no system.
  const system = ts.sys as ts.System | undefined;
  if (system === undefined || sourceFile === undefined) return formatProblem(problem);
  const diagnostics = [toDiagnostic(ts, problem, sourceFile)];
  const host: ts.FormatDiagnosticsHost = {
    getCurrentDirectory: () => system.getCurrentDirectory(),
    getCanonicalFileName: (fileName) => (system.useCaseSensitiveFileNames ? fileName : fileName.toLowerCase()),
    getNewLine: () => "\n",
  };
  const isPretty = system.writeOutputIsTTY?.() === true && !process.env["NO_COLOR"];
  const format = isPretty ? ts.formatDiagnosticsWithColorAndContext : ts.formatDiagnostics;
  return format(diagnostics, host).trimEnd();
}
