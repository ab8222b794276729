/**
 * Compiles one file: makes its dialect, calls the lowering core, writes the result back.
 *
 *   directives ("use strict", "use client")
 *   import of the runtime
 *   preamble of the core (var _f = _describe(…))
 *   the file's own statements
 *
 * The preamble comes before the file's imports: an import cycle under CommonJS may call a hoisted function of this
 * file before its imports are done.
 */

import { InternalError } from "../transformer/core/errors.js";
import { lowerFile } from "../transformer/core/lower.js";
import type { Options } from "../transformer/options.js";
import { runtimeSpecifier } from "../transformer/file-names.js";
import { reviewFile } from "../transformer/warnings/review.js";
import { close, open, openAll, type t, type Types } from "./ast.js";
import type { BabelFile } from "./babel-api.js";
import { adoptComments, raiseHeader } from "./comments.js";
import { createDialect } from "./dialect.js";
import { directiveProblems, returnsOf } from "./file-directives.js";
import { importStrategy, RuntimeImports } from "./imports.js";
import { jsxRuntime } from "./jsx-runtime.js";
import { type FileProblem, reportProblems, toError } from "./report.js";
import { proposalProblems } from "./proposals.js";
import { settle } from "./settle.js";
import { sourcePlaces } from "./source-places.js";
import { type Survey, surveyFile } from "./survey.js";
import { uniqueNames } from "./unique-names.js";

/** How files are compiled. */
export interface TransformSettings {
  readonly types: Types;
  /** Babel's own version. */
  readonly version: string;
  readonly options: Options;
  /** The directory of Babel's configuration, absolute. */
  readonly projectDirectory: string;
  /** Emit one comment per state. */
  readonly annotate: boolean;
  /** Also give the IR's text to `onIr`. */
  readonly onIr: ((ir: string) => void) | undefined;
}

/**
 * Compiles a file in place.
 *
 * @throws an error with the source text of each problem
 */
export function transformFile(settings: TransformSettings, file: BabelFile): void {
  const { types, options } = settings;
  const { program } = file.ast;
  if (!mayNeedCompiling(file.code, options)) return;
  const survey = surveyFile(types, program, file.code);
  try {
    reportProblems(file, [...directiveProblems(survey), ...proposalProblems(types, survey.proposals)]);
    const result = lower(settings, file, survey);
    reportProblems(file, result.problems);
    program.directives = result.program.directives;
    program.body = result.program.body;
  } catch (error) {
    throw error instanceof InternalError ? internalProblem(file, error) : error;
  } finally {
    settle(types, program);
  }
  adoptComments(types, program, survey.comments);
  file.path.scope.crawl();
}

/** A bug of the compiler, with the place in the user's program that shows it. */
function internalProblem(file: BabelFile, error: InternalError): Error {
  const { message, node } = error;
  return node === undefined ? error : toError(file, { code: 1901, category: "error", message, node: open(node) });
}

/** Most files of a project have nothing to compile. A text that is not known must be looked at. */
function mayNeedCompiling(code: string, options: Options): boolean {
  return code === "" || code.includes("async") || (options.promises === "loop" && code.includes("Promise"));
}

interface Lowered {
  readonly problems: readonly FileProblem[];
  /** A new program; the same when there is nothing to compile. */
  readonly program: t.Program;
}

function lower(settings: TransformSettings, file: BabelFile, survey: Survey): Lowered {
  const { types, version, options, projectDirectory, annotate, onIr } = settings;
  const { program } = file.ast;
  const fileName = file.opts.filename ?? undefined;
  const uniqueName = uniqueNames(survey.names);
  const imports = new RuntimeImports({
    types,
    strategy: importStrategy(program, survey, fileName),
    specifier: runtimeSpecifier(options.runtime, fileName ?? "unknown", projectDirectory),
    uniqueName,
    place: program.loc,
  });
  const dialect = createDialect({
    types,
    program,
    code: file.code,
    survey,
    places: sourcePlaces(file, projectDirectory),
    legacyDecorators:
      file.opts.parserOpts?.plugins?.some((plugin) => [plugin].flat()[0] === "decorators-legacy") ?? false,
    jsx: jsxRuntime(file, version),
    uniqueName,
    runtime: (name) => imports.reference(name),
  });
  const printIr = onIr !== undefined;
  const result = lowerFile(dialect, { ...options, annotate, printIr, returnsOf: returnsOf(survey, options.returns) });
  onIr?.(result.ir);
  const warnings = options.warnings ? reviewFile({ ...result, dialect }) : [];
  const problems = [
    ...result.diagnostics,
    ...warnings.map((warning) => ({ ...warning, category: "warning" as const })),
  ].map((problem) => ({ ...problem, node: open(problem.node) }));
  const { exchange } = result;
  if (exchange === undefined) return { problems, program };
  const replaced = open<t.Program>(dialect.replace(close(program), exchange));
  const added = [...imports.statements(), ...openAll<t.Statement>(result.preamble)];
  const [opening] = replaced.body;
  if (opening !== undefined && added[0] !== undefined) raiseHeader(opening, added[0], file.code);
  const body = [...added, ...replaced.body];
  return { problems, program: { ...replaced, body } };
}
