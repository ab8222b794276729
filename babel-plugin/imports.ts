/**
 * The runtime import of a compiled file.
 *
 *   import { task as _task } from "tsyncio/abi"            in a module: Babel's own plugins rewrite it
 *   const { task: _task } = require("tsyncio/abi")         in a script, and in a file that is CommonJS as it stands
 *
 * It comes first in the file, so that the runtime is there when anything else runs.
 */

import type { t, Types } from "./ast.js";
import type { Survey } from "./survey.js";

export type ImportStrategy = "import" | "require";

export interface ImportSettings {
  readonly types: Types;
  readonly strategy: ImportStrategy;
  /** What is imported from, as it is written in this file. */
  readonly specifier: string;
  /** Where the import is said to stand. Metro takes a `require` that comes from nowhere for one the user wrote. */
  readonly place: t.SourceLocation | null | undefined;
  readonly uniqueName: (base: string) => string;
}

/** Collects what a file uses of the runtime, and imports it. */
export class RuntimeImports {
  readonly #settings: ImportSettings;
  readonly #locals = new Map<string, string>();

  constructor(settings: ImportSettings) {
    this.#settings = settings;
  }

  /** A new reference to an export of the runtime. */
  reference(name: string): t.Identifier {
    const { types, uniqueName } = this.#settings;
    let local = this.#locals.get(name);
    if (local === undefined) this.#locals.set(name, (local = uniqueName(`_${name}`)));
    return types.identifier(local);
  }

  /** The statements that import what was referred to; none when nothing was. */
  statements(): t.Statement[] {
    const { types, strategy, specifier, place } = this.#settings;
    const locals = [...this.#locals].map(([name, local]) => [types.identifier(name), types.identifier(local)] as const);
    if (locals.length === 0) return [];
    const source = types.stringLiteral(specifier);
    if (strategy === "import") {
      const specifiers = locals.map(([name, local]) => types.importSpecifier(local, name));
      const declaration = types.importDeclaration(specifiers, source);
      if (place) declaration.loc = { ...place, end: place.start };
      return [declaration];
    }
    const pattern = types.objectPattern(locals.map(([name, local]) => types.objectProperty(name, local)));
    const call = types.callExpression(types.identifier("require"), [source]);
    return [types.variableDeclaration("const", [types.variableDeclarator(pattern, call)])];
  }
}

/**
 * How a file can import. Babel takes every file for a module unless it is told otherwise, CommonJS files too: one
 * that imports and exports nothing but uses `require`, `module` or `exports` is taken for what it is.
 */
export function importStrategy(program: t.Program, survey: Survey, fileName: string | undefined): ImportStrategy {
  if (program.sourceType !== "module" || /\.c[jt]s$/.test(fileName ?? "")) return "require";
  if (survey.hasModuleSyntax || /\.m[jt]sx?$/.test(fileName ?? "")) return "import";
  return ["require", "module", "exports"].some((name) => survey.names.has(name)) ? "require" : "import";
}
