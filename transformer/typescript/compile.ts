/**
 * Compiles a piece of source text by itself, with `transpileModule`: for tests, `tsyncio inspect` and tools.
 */

import type ts from "typescript";
import type { Problem } from "../diagnostics.js";
import type { UserOptions } from "../options.js";
import type { TypeScript } from "./host-node.js";
import { createTransformer } from "./plugin.js";

/** How {@link compileSource} compiles. */
export interface CompileSettings {
  /** Default: "input.ts". The extension decides whether JSX is allowed. */
  readonly fileName?: string;
  /** Default: "esm". */
  readonly module?: "esm" | "commonjs";
  /** A name of `ts.ScriptTarget`. Default: "ES2022". */
  readonly target?: keyof typeof ts.ScriptTarget;
  /** A name of `ts.JsxEmit`. Default: "React". */
  readonly jsx?: keyof typeof ts.JsxEmit;
  /** The plugin's options. */
  readonly options?: UserOptions;
  /** Emit one comment per state. */
  readonly annotate?: boolean;
  /** What else the compiler is told. */
  readonly compilerOptions?: ts.CompilerOptions;
  /** Where globs and relative module specifiers start from. Default: the current directory. */
  readonly projectDirectory?: string;
}

/** What {@link compileSource} gives. */
export interface CompileResult {
  /** The compiled JavaScript. */
  readonly code: string;
  /** The source map, as JSON. */
  readonly map: string;
  /** The intermediate form, as text. */
  readonly ir: string;
  /** What is wrong: syntax errors, and what this compiler reports. */
  readonly diagnostics: readonly Problem[];
}

/**
 * Compiles `text` as one file, without types: for tests, tools, and to look at what becomes of a program.
 *
 * @param ts the TypeScript instance that compiles
 * @throws {OptionError} for a wrong option
 */
export function compileSource(ts: TypeScript, text: string, settings: CompileSettings = {}): CompileResult {
  const diagnostics: Problem[] = [];
  let ir = "";
  const transformer = createTransformer(ts, {
    options: settings.options ?? {},
    projectDirectory: settings.projectDirectory ?? ".",
    annotate: settings.annotate ?? false,
    onIr: (printed) => (ir = printed),
    report: (problem) => void diagnostics.push(problem),
  });
  const output = ts.transpileModule(text, {
    fileName: settings.fileName ?? "input.ts",
    transformers: { before: [transformer] },
    reportDiagnostics: true,
    compilerOptions: {
      module: settings.module === "commonjs" ? ts.ModuleKind.CommonJS : ts.ModuleKind.ESNext,
      target: ts.ScriptTarget[settings.target ?? "ES2022"],
      jsx: ts.JsxEmit[settings.jsx ?? "React"],
      sourceMap: true,
      allowJs: true,
      ...settings.compilerOptions,
    },
  });
  const syntaxErrors = (output.diagnostics ?? [])
    .filter(({ file }) => file !== undefined)
    .map((found) => fromDiagnostic(ts, found));
  return {
    code: output.outputText,
    map: output.sourceMapText ?? "",
    ir,
    diagnostics: [...syntaxErrors, ...diagnostics],
  };
}

/** TypeScript's own diagnostics, which are syntax errors here, in the same form. */
function fromDiagnostic(ts: TypeScript, found: ts.Diagnostic): Problem {
  const { file, start = 0, length = 0 } = found;
  const position = file?.getLineAndCharacterOfPosition(start);
  return {
    code: found.code,
    category: found.category === ts.DiagnosticCategory.Warning ? "warning" : "error",
    message: ts.flattenDiagnosticMessageText(found.messageText, "\n"),
    place:
      file === undefined || position === undefined
        ? undefined
        : {
            fileName: file.fileName,
            line: position.line + 1,
            column: position.character + 1,
            start,
            end: start + length,
          },
  };
}
