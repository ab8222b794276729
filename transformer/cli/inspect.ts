/**
 * `tsyncio inspect`: prints what a file compiles to, each state with the source line it comes from, or the
 * intermediate representation. It compiles as the nearest tsconfig.json says, unless told otherwise.
 */

import fs from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { formatProblem } from "../diagnostics.js";
import { readOptions, type UserOptions } from "../options.js";
import { compileSource } from "../typescript/compile.js";
import type { TypeScript } from "../typescript/host-node.js";
import { type Terminal, UsageError } from "./command.js";
import { loadTypeScript } from "./packages.js";
import { findConfigFile, optionsOf, ownEntry, readConfig } from "./tsconfig.js";

/** The command's arguments, as they were written. */
export interface InspectArguments {
  readonly file: string;
  readonly ir?: boolean | undefined;
  readonly returns?: string | undefined;
  readonly promises?: string | undefined;
  readonly order?: string | undefined;
  readonly cancellation?: string | undefined;
  readonly brand?: string | undefined;
  readonly runtime?: string | undefined;
  readonly module?: string | undefined;
  readonly target?: string | undefined;
}

/** Runs the command; returns the exit code. */
export function inspect(args: InspectArguments, terminal: Terminal): number {
  const file = path.resolve(terminal.directory, args.file);
  if (!fs.existsSync(file)) throw new UsageError(`there is no file ${args.file}`);
  const ts = loadTypeScript(path.dirname(file)) ?? loadTypeScript(terminal.directory) ?? loadTypeScript(terminal.home);
  if (ts === undefined) throw new UsageError("inspect needs TypeScript 5 or 6: npm install --save-dev typescript@6");
  const project = projectOf(ts, file);
  const result = compileSource(ts, fs.readFileSync(file, "utf8"), {
    fileName: file,
    projectDirectory: project.directory ?? terminal.directory,
    module: moduleOf(args.module),
    target: targetOf(ts, args.target),
    options: { ...project.options, ...givenOptions(args) },
    annotate: true,
    compilerOptions: project.compilerOptions,
  });
  for (const problem of result.diagnostics) terminal.complain(formatProblem(problem));
  const code = result.code.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "");
  terminal.print(args.ir === true ? result.ir.trimEnd() : code.trimEnd());
  return result.diagnostics.some(({ category }) => category === "error") ? 1 : 0;
}

interface Project {
  readonly directory: string | undefined;
  readonly options: UserOptions;
  readonly compilerOptions: ts.CompilerOptions;
}

/** What the nearest tsconfig.json says about the file. Globs are left out: the file was asked for. */
function projectOf(ts: TypeScript, file: string): Project {
  const configFile = findConfigFile(path.dirname(file));
  if (configFile === undefined) return { directory: undefined, options: {}, compilerOptions: {} };
  const config = readConfig(ts, configFile);
  const entry = ownEntry(config);
  const { include: _include, exclude: _exclude, ...options } = entry === undefined ? {} : optionsOf(entry);
  const { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource, experimentalDecorators, emitDecoratorMetadata } =
    config.options;
  const kept = { jsx, jsxFactory, jsxFragmentFactory, jsxImportSource, experimentalDecorators, emitDecoratorMetadata };
  const compilerOptions = Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined));
  return { directory: path.dirname(configFile), options, compilerOptions };
}

function givenOptions(args: InspectArguments): UserOptions {
  const { returns, promises, order, cancellation, brand, runtime } = args;
  const given = Object.fromEntries(
    Object.entries({ returns, promises, order, cancellation, brand, runtime }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  readOptions(given);
  return given;
}

function moduleOf(text: string | undefined): "esm" | "commonjs" {
  if (text === undefined || text === "esm") return "esm";
  if (text === "commonjs" || text === "cjs") return "commonjs";
  throw new UsageError(`--module cannot be "${text}": it is esm or commonjs`);
}

function targetOf(ts: TypeScript, text = "ES2022"): keyof typeof ts.ScriptTarget {
  const names = Object.keys(ts.ScriptTarget).filter((name) => Number.isNaN(Number(name)));
  const found = names.find((name) => name.toLowerCase() === text.toLowerCase());
  if (found === undefined) throw new UsageError(`--target cannot be "${text}": it is one of ${names.join(", ")}`);
  return found as keyof typeof ts.ScriptTarget;
}
