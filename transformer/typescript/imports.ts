/**
 * The runtime import of a compiled file.
 *
 * TypeScript rewrites imports under CommonJS by asking its resolver what an identifier refers to, and the
 * resolver has never heard of a synthesised import. Three ways hold (`ecosystem.md` §2):
 *
 *   named       import { task as _task } from "tsyncio/abi"        each use is bound to its specifier
 *   namespace   import * as _abi from "tsyncio/abi"                where binding is not available
 *   require     const { task: _task } = require("tsyncio/abi")     in a CommonJS file that is no module
 *
 * The import comes first in the file, so that the runtime is there when anything else runs.
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";
import { bindImport, canBindImports, emitModuleKind, setParents } from "./internals.js";

export type ImportStrategy = "named" | "namespace" | "require";

export interface ImportSettings {
  readonly ts: TypeScript;
  readonly factory: ts.NodeFactory;
  readonly strategy: ImportStrategy;
  /** What is imported from, as it is written in this file. */
  readonly specifier: string;
  readonly uniqueName: (base: string) => string;
}

/** Collects what a file uses of the runtime, and imports it. */
export class RuntimeImports {
  readonly #settings: ImportSettings;
  readonly #specifiers = new Map<string, ts.ImportSpecifier>();
  readonly #locals = new Map<string, string>();
  #namespace: string | undefined;

  constructor(settings: ImportSettings) {
    this.#settings = settings;
  }

  /** A new reference to an export of the runtime. */
  reference(name: string): ts.Expression {
    const { ts, factory, strategy, uniqueName } = this.#settings;
    if (strategy === "namespace") {
      this.#namespace ??= uniqueName("_abi");
      return factory.createPropertyAccessExpression(factory.createIdentifier(this.#namespace), name);
    }
    let local = this.#locals.get(name);
    if (local === undefined) {
      local = uniqueName(`_${name}`);
      this.#locals.set(name, local);
      const specifier = factory.createImportSpecifier(
        false,
        factory.createIdentifier(name),
        factory.createIdentifier(local),
      );
      this.#specifiers.set(name, specifier);
    }
    const identifier = factory.createIdentifier(local);
    const specifier = this.#specifiers.get(name);
    if (strategy === "named" && specifier !== undefined) bindImport(ts, identifier, specifier);
    return identifier;
  }

  /** The statements that import what was referred to; none when nothing was. */
  statements(): readonly ts.Statement[] {
    const { ts, factory, strategy, specifier } = this.#settings;
    if (this.#namespace === undefined && this.#locals.size === 0) return [];
    if (strategy === "require") return [this.#requireStatement()];
    const bindings =
      this.#namespace === undefined
        ? factory.createNamedImports([...this.#specifiers.values()])
        : factory.createNamespaceImport(factory.createIdentifier(this.#namespace));
    const clause = factory.createImportClause(false, undefined, bindings);
    const declaration = factory.createImportDeclaration(undefined, clause, factory.createStringLiteral(specifier));
    setParents(ts, declaration);
    return [declaration];
  }

  #requireStatement(): ts.Statement {
    const { ts, factory, specifier } = this.#settings;
    const elements = [...this.#locals].map(([name, local]) => factory.createBindingElement(undefined, name, local));
    const call = factory.createCallExpression(factory.createIdentifier("require"), undefined, [
      factory.createStringLiteral(specifier),
    ]);
    const pattern = factory.createObjectBindingPattern(elements);
    const declaration = factory.createVariableDeclaration(pattern, undefined, undefined, call);
    return factory.createVariableStatement(
      undefined,
      factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const),
    );
  }
}

/** Does the file stay an ECMAScript module in the output? */
export function emitsEsModule(ts: TypeScript, sourceFile: ts.SourceFile, options: ts.CompilerOptions): boolean {
  const { ModuleKind: M } = ts;
  const kind = emitModuleKind(ts, options);
  if (kind >= M.Node16 && kind <= M.NodeNext) return sourceFile.impliedNodeFormat === M.ESNext;
  return kind >= M.ES2015;
}

/** How a file can import; `undefined` when it is a script that nothing can be imported into. */
export function importStrategy(
  ts: TypeScript,
  sourceFile: ts.SourceFile,
  options: ts.CompilerOptions,
): ImportStrategy | undefined {
  const { ModuleKind: M } = ts;
  const byImport = canBindImports(ts) ? "named" : "namespace";
  if (ts.isExternalModule(sourceFile)) return byImport;
  const kind = emitModuleKind(ts, options);
  if (kind === M.CommonJS) return "require";
  const isNode = kind >= M.Node16 && kind <= M.NodeNext;
  if (isNode) return sourceFile.impliedNodeFormat === M.ESNext ? byImport : "require";
  // With an ECMAScript module format every file is loaded as a module, whether or not it imports anything.
  return kind >= M.ES2015 ? byImport : undefined;
}
