/**
 * Every use of TypeScript's internal API, each with what happens when it is missing.
 *
 * These functions and fields exist at run time in TypeScript 5.0 to 6.0 but not in its declarations. A
 * version that drops one must degrade, not crash, so nothing outside this file may name them.
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";
import { descend } from "./traverse.js";

interface Internals {
  setIdentifierGeneratedImportReference?(identifier: ts.Identifier, specifier: ts.ImportSpecifier): void;
  setParentRecursive?(root: ts.Node, incremental: boolean): void;
  getEmitModuleKind?(options: ts.CompilerOptions): ts.ModuleKind;
  getEmitScriptTarget?(options: ts.CompilerOptions): ts.ScriptTarget;
  getStrictOptionValue?(options: ts.CompilerOptions, flag: "alwaysStrict"): boolean;
}

interface SourceFileInternals {
  identifiers?: ReadonlyMap<string, string>;
  parseDiagnostics?: readonly ts.Diagnostic[];
}

function internalsOf(ts: TypeScript): Internals {
  return ts as unknown as Internals;
}

/**
 * Can a synthesised import specifier be bound to the identifiers that use it? If so a named import works under
 * every module format; if not, only a namespace import does (`ecosystem.md` §2, strategies `genref` and `ns`).
 */
export function canBindImports(ts: TypeScript): boolean {
  const internals = internalsOf(ts);
  return internals.setIdentifierGeneratedImportReference !== undefined && internals.setParentRecursive !== undefined;
}

/** Tells the CommonJS emitter that `identifier` is the import `specifier`. */
export function bindImport(ts: TypeScript, identifier: ts.Identifier, specifier: ts.ImportSpecifier): void {
  internalsOf(ts).setIdentifierGeneratedImportReference?.(identifier, specifier);
}

/** Sets `parent` in a synthesised tree: the resolver walks from a specifier up to its import declaration. */
export function setParents(ts: TypeScript, root: ts.Node): void {
  internalsOf(ts).setParentRecursive?.(root, false);
}

/** The module format that is emitted, defaults applied. */
export function emitModuleKind(ts: TypeScript, options: ts.CompilerOptions): ts.ModuleKind {
  const computed = internalsOf(ts).getEmitModuleKind?.(options);
  return computed ?? options.module ?? ts.ModuleKind.CommonJS;
}

/** The version of the language that is emitted, defaults applied. */
export function emitTarget(ts: TypeScript, options: ts.CompilerOptions): ts.ScriptTarget {
  const computed = internalsOf(ts).getEmitScriptTarget?.(options);
  return computed ?? options.target ?? ts.ScriptTarget.ES2015;
}

/** Is `"use strict"` emitted for scripts too? */
export function isAlwaysStrict(ts: TypeScript, options: ts.CompilerOptions): boolean {
  const computed = internalsOf(ts).getStrictOptionValue?.(options, "alwaysStrict");
  return computed ?? options.alwaysStrict ?? options.strict ?? false;
}

/**
 * What the parser reports without losing its way: private names in optional chains, octal literals and escapes. The
 * tree is right, and TypeScript emits it.
 */
const harmlessErrors: ReadonlySet<number> = new Set([18030, 1121, 1487, 1488]);

/** Could the file not be parsed? Then `tsc` reports it, and there is nothing sound to compile. */
export function hasSyntaxErrors(sourceFile: ts.SourceFile): boolean {
  const found = (sourceFile as SourceFileInternals).parseDiagnostics ?? [];
  return found.some(({ code }) => !harmlessErrors.has(code));
}

/** Every identifier's text in the file. */
export function identifiersOf(ts: TypeScript, sourceFile: ts.SourceFile): Set<string> {
  const known = (sourceFile as SourceFileInternals).identifiers;
  if (known !== undefined) return new Set(known.keys());
  const found = new Set<string>();
  descend(ts, sourceFile, (node) => {
    if (ts.isIdentifier(node)) found.add(node.text);
  });
  return found;
}

/**
 * Makes names known to a rebuilt file, so that TypeScript does not choose one of them for a temporary of its
 * own (`var _a`). The original file, which a watcher uses again, is left alone.
 */
export function reserveNames(rebuilt: ts.SourceFile, names: Iterable<string>): void {
  const file = rebuilt as SourceFileInternals;
  if (file.identifiers === undefined) return;
  const extended = new Map(file.identifiers);
  for (const name of names) extended.set(name, name);
  file.identifiers = extended;
}
