/**
 * What a declared name imports, whichever way it is written:
 *
 *   import a, { b as c } from "m";  import * as n from "m";  import r = require("m");
 *   const r = require("m");  const { b: c } = await import("m");
 */

import type ts from "typescript";
import type { ImportedName } from "../core/dialect.js";
import type { TypeScript } from "./host-node.js";
import { literalKey, skipWrappers } from "./syntax.js";

/** `identifier` is the name in its declaration. */
export function importedName(ts: TypeScript, identifier: ts.Node): ImportedName | null {
  const { parent } = identifier;
  if (ts.isImportSpecifier(parent)) {
    return named(ts, parent.parent.parent.parent.moduleSpecifier, (parent.propertyName ?? parent.name).text);
  }
  if (ts.isImportClause(parent)) return named(ts, parent.parent.moduleSpecifier, "default");
  if (ts.isNamespaceImport(parent)) return named(ts, parent.parent.parent.moduleSpecifier, "*");
  if (ts.isImportEqualsDeclaration(parent)) {
    const { moduleReference } = parent;
    return ts.isExternalModuleReference(moduleReference) ? named(ts, moduleReference.expression, "*") : null;
  }
  if (ts.isVariableDeclaration(parent)) return named(ts, loadedModule(ts, parent.initializer), "*");
  if (!ts.isBindingElement(parent) || parent.dotDotDotToken !== undefined) return null;
  const declaration = parent.parent.parent;
  if (!ts.isVariableDeclaration(declaration) || !ts.isObjectBindingPattern(parent.parent)) return null;
  const key = parent.propertyName ?? (ts.isIdentifier(parent.name) ? parent.name : undefined);
  const name = key === undefined ? undefined : literalKey(ts, key);
  return name === undefined ? null : named(ts, loadedModule(ts, declaration.initializer), name);
}

function named(ts: TypeScript, specifier: ts.Node | undefined, name: string): ImportedName | null {
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? { module: specifier.text, name } : null;
}

/** The specifier in `require("m")` or `await import("m")`. */
function loadedModule(ts: TypeScript, initializer: ts.Expression | undefined): ts.Node | undefined {
  const value = initializer === undefined ? undefined : skipWrappers(ts, initializer);
  if (value === undefined) return undefined;
  const call = ts.isAwaitExpression(value) ? skipWrappers(ts, value.expression) : value;
  if (!ts.isCallExpression(call)) return undefined;
  const isLoading = ts.isAwaitExpression(value)
    ? call.expression.kind === ts.SyntaxKind.ImportKeyword
    : ts.isIdentifier(call.expression) && call.expression.text === "require";
  return isLoading ? call.arguments[0] : undefined;
}
