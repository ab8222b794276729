/**
 * The plugin as its hosts call it: ts-patch (a program pattern), ts-jest (`factory`), and anyone with a list of
 * `before` transformers. Only ts-patch takes diagnostics; elsewhere an error is thrown with the same text. Warnings are
 * printed.
 */

import path from "node:path";
import type ts from "typescript";
import type { Problem } from "../diagnostics.js";
import { fileFilter, OptionError, type Options, readOptions, type UserOptions } from "../options.js";
import { type Report, reportTo } from "./host-diagnostics.js";
import type { TypeScript } from "./host-node.js";
import { transformFile, type TransformSettings } from "./transform-file.js";

/** Keys of a tsconfig's `plugins` entry that belong to ts-patch or the language service. */
export const hostKeys: readonly string[] = [
  "name",
  "transform",
  "resolvePathAliases",
  "tsConfig",
  "import",
  "isEsm",
  "type",
  "after",
  "afterDeclarations",
  "transformProgram",
];

/** What ts-patch hands in beside the program. */
interface PatchExtras {
  readonly ts: TypeScript;
  readonly addDiagnostic?: (diagnostic: ts.Diagnostic) => unknown;
}

/** How {@link createTransformer} compiles. */
export interface TransformerSettings {
  /** The plugin's options. */
  readonly options?: UserOptions;
  /** Where globs and relative module specifiers start from. Default: the current directory. */
  readonly projectDirectory?: string;
  /** Emit one comment per state. */
  readonly annotate?: boolean;
  /** Receives each file's IR as text. */
  readonly onIr?: (ir: string) => void;
  /** Receives problems; without it an error is thrown and a warning printed. */
  readonly report?: (problem: Problem) => void;
}

/**
 * A `before` transformer, for whatever takes those: `ts.transpileModule`, loaders, other compilers' drivers.
 *
 * @param ts the TypeScript instance that compiles
 * @throws {OptionError} for a wrong option
 */
export function createTransformer(
  ts: TypeScript,
  settings: TransformerSettings = {},
): ts.TransformerFactory<ts.SourceFile> {
  return transformerWith({
    ts,
    options: readOptions({ ...settings.options }),
    projectDirectory: path.resolve(settings.projectDirectory ?? "."),
    annotate: settings.annotate ?? false,
    onIr: settings.onIr,
    report: settings.report ?? reportTo(ts, undefined),
  });
}

function transformerWith(settings: TransformSettings): ts.TransformerFactory<ts.SourceFile> {
  const isIncluded = fileFilter(settings.options, settings.projectDirectory);
  return (context) => (sourceFile) =>
    isIncluded(sourceFile.fileName) ? transformFile(settings, context, sourceFile) : sourceFile;
}

/** ts-patch's entry: `"plugins": [{ "transform": "tsyncio/transformer", … }]`. */
export default function tsyncioPlugin(
  program: ts.Program,
  config: Readonly<Record<string, unknown>> = {},
  extras: PatchExtras | undefined = undefined,
): ts.TransformerFactory<ts.SourceFile> {
  if (extras === undefined)
    throw new Error('tsyncio: the plugin needs ts-patch 3 or newer, with "type" left as "program".');
  const { ts } = extras;
  const compilerOptions = program.getCompilerOptions();
  const report = reportTo(ts, extras.addDiagnostic);
  const options = optionsOrNone(config, report);
  if (options === undefined) return () => (sourceFile) => sourceFile;
  const configFile = compilerOptions["configFilePath"];
  const projectDirectory = typeof configFile === "string" ? path.dirname(configFile) : program.getCurrentDirectory();
  return transformerWith({ ts, options, projectDirectory, annotate: false, report });
}

/** A wrong option is a diagnostic like any other, and nothing is compiled. */
function optionsOrNone(config: Readonly<Record<string, unknown>>, report: Report): Options | undefined {
  try {
    return readOptions(config, hostKeys);
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    report({
      code: error.code,
      category: "error",
      message: `${error.message} (tsconfig "plugins", tsyncio)`,
      place: undefined,
    });
    return undefined;
  }
}

/** The name by which ts-jest keeps its cache. */
export const name = "tsyncio";
/** The version by which ts-jest keeps its cache. */
export const version = 1;

interface JestCompiler {
  readonly configSet: { readonly compilerModule: TypeScript; readonly rootDir?: string; readonly cwd?: string };
}

/** ts-jest's entry: `astTransformers: { before: ["tsyncio/transformer"] }`, or `{ path, options }`. */
export function factory(compiler: JestCompiler, options: UserOptions = {}): ts.TransformerFactory<ts.SourceFile> {
  const { compilerModule, rootDir, cwd } = compiler.configSet;
  return createTransformer(compilerModule, { options, projectDirectory: rootDir ?? cwd ?? "." });
}
