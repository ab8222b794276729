/**
 * Compiles one file: makes its dialect, calls the lowering core, writes the result back.
 *
 *   prologue ("use strict", "use client")
 *   import of the runtime
 *   preamble of the core (const _f = _describe(…))
 *   the file's own statements
 *
 * The preamble comes before the file's imports: an import cycle under CommonJS may call a hoisted function of this
 * file before its imports are done.
 */

import type ts from "typescript";
import { type LoweringResult, lowerFile } from "../core/lower.js";
import type { Problem } from "../diagnostics.js";
import type { Options } from "../options.js";
import { raiseHeader, settleComments } from "./comments.js";
import { createDialect } from "./dialect.js";
import { returnsOf, directiveProblems } from "./file-directives.js";
import { displayName, runtimeSpecifier } from "../file-names.js";
import { reviewFile } from "../warnings/review.js";
import type { Report } from "./host-diagnostics.js";
import { close, open, openAll, type TypeScript } from "./host-node.js";
import { importStrategy, RuntimeImports } from "./imports.js";
import { emitTarget, hasSyntaxErrors, reserveNames } from "./internals.js";
import { placeOf } from "./places.js";
import { isDirective } from "./syntax.js";
import { UniqueNames } from "./unique-names.js";
import { withoutUntouched } from "./untouched.js";

/** How files are compiled. */
export interface TransformSettings {
  readonly ts: TypeScript;
  readonly options: Options;
  /** The directory of the tsconfig, absolute. */
  readonly projectDirectory: string;
  /** Emit one comment per state. */
  readonly annotate: boolean;
  /** Also give the IR's text to `onIr`. */
  readonly onIr?: ((ir: string) => void) | undefined;
  readonly report: Report;
}

/** The file, compiled; the same object when there is nothing to compile. */
export function transformFile(
  settings: TransformSettings,
  context: ts.TransformationContext,
  sourceFile: ts.SourceFile,
): ts.SourceFile {
  const { ts, options, projectDirectory } = settings;
  if (sourceFile.isDeclarationFile || hasSyntaxErrors(sourceFile)) return sourceFile;
  const names = new UniqueNames(ts, sourceFile);
  const strategy = importStrategy(ts, sourceFile, context.getCompilerOptions());
  const imports = new RuntimeImports({
    ts,
    factory: context.factory,
    strategy: strategy ?? "require",
    specifier: runtimeSpecifier(options.runtime, sourceFile.fileName, projectDirectory),
    uniqueName: (base) => names.next(base),
  });
  const dialect = createDialect({
    ts,
    context,
    sourceFile,
    fileName: displayName(sourceFile.fileName, projectDirectory),
    names,
    runtime: (name) => imports.reference(name),
  });
  const { annotate, onIr } = settings;
  const result = lowerFile(dialect, {
    ...options,
    annotate,
    printIr: onIr !== undefined,
    returnsOf: returnsOf(ts, sourceFile, options.returns),
  });
  onIr?.(result.ir);
  const hasErrors = reportAll(settings, sourceFile, result);
  if (options.warnings) {
    for (const { code, message, node } of reviewFile({ ...result, dialect }))
      settings.report({ code, message, category: "warning", place: placeOf(sourceFile, open(node)) }, sourceFile);
  }
  if (result.exchange === undefined || hasErrors) return sourceFile;
  const isOld = emitTarget(ts, context.getCompilerOptions()) < ts.ScriptTarget.ES2015;
  if (isOld || strategy === undefined) {
    settings.report(isOld ? oldTarget(sourceFile) : noImportPossible(sourceFile), sourceFile);
    return sourceFile;
  }
  const exchange = withoutUntouched(sourceFile, result.touched, result.exchange);
  const replaced = open<ts.SourceFile>(dialect.replace(close(sourceFile), exchange));
  const rebuilt = withPreamble(ts, context, replaced, [
    ...imports.statements(),
    ...openAll<ts.Statement>(result.preamble),
  ]);
  reserveNames(rebuilt, names.given);
  settleComments(ts, sourceFile, rebuilt);
  raiseHeader(ts, sourceFile, rebuilt);
  return rebuilt;
}

/** Puts statements after the prologue. */
function withPreamble(
  ts: TypeScript,
  { factory }: ts.TransformationContext,
  sourceFile: ts.SourceFile,
  statements: readonly ts.Statement[],
): ts.SourceFile {
  const own = sourceFile.statements;
  const found = own.findIndex((statement) => !isDirective(ts, statement));
  const start = found < 0 ? own.length : found;
  const all = [...own.slice(0, start), ...statements, ...own.slice(start)];
  return factory.updateSourceFile(sourceFile, ts.setTextRange(factory.createNodeArray(all), own));
}

/** Reports what the core and the directives have to say; was there an error? */
function reportAll(settings: TransformSettings, sourceFile: ts.SourceFile, result: LoweringResult): boolean {
  for (const problem of directiveProblems(settings.ts, sourceFile)) settings.report(problem, sourceFile);
  for (const { code, message, node, category } of result.diagnostics) {
    settings.report({ code, message, category, place: placeOf(sourceFile, open(node)) }, sourceFile);
  }
  return result.diagnostics.some(({ category }) => category === "error");
}

function noImportPossible(sourceFile: ts.SourceFile): Problem {
  const message =
    "This file is a script, and the project's module format cannot import the runtime into one. " +
    'Write "export {};" in it to make it a module, or set "module" to "commonjs" or an ECMAScript format.';
  return aboutFile(1201, message, sourceFile);
}

/** Below ES2015, TypeScript gives an arrow function the `arguments` and the name of another function. */
function oldTarget(sourceFile: ts.SourceFile): Problem {
  const message =
    "The target is older than ES2015, for which TypeScript rewrites the arrow functions of the output wrongly. " +
    'Set "target": "ES2022"; for an older one, let Babel compile the output further.';
  return aboutFile(1202, message, sourceFile);
}

function aboutFile(code: number, message: string, sourceFile: ts.SourceFile): Problem {
  return { code, category: "error", message, place: placeOf(sourceFile, sourceFile.statements[0] ?? sourceFile) };
}
