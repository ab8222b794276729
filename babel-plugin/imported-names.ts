/**
 * What a declared name imports, whichever way it is written:
 *
 *   import a, { b as c } from "m";  import * as n from "m";  import r = require("m");
 *   const r = require("m");  const { b: c } = await import("m");
 */

import type { ImportedName } from "../transformer/core/dialect.js";
import type { Node, t } from "./ast.js";
import type { Survey } from "./survey.js";
import { literalKey, skipWrappers } from "./syntax.js";

/** `identifier` is the name in its declaration. */
export function importedName(survey: Survey, identifier: Node): ImportedName | null {
  const parent = survey.parentOf(identifier);
  switch (parent?.type) {
    case "ImportSpecifier":
      return named(sourceOf(survey, parent), literalKey(parent.imported, false));
    case "ImportDefaultSpecifier":
      return named(sourceOf(survey, parent), "default");
    case "ImportNamespaceSpecifier":
      return named(sourceOf(survey, parent), "*");
    case "TSImportEqualsDeclaration": {
      const reference = parent.moduleReference;
      return reference.type === "TSExternalModuleReference" ? named(reference.expression, "*") : null;
    }
    case "VariableDeclarator":
      return named(loadedModule(parent.init), "*");
    case "AssignmentPattern": {
      const property = survey.parentOf(parent);
      return property?.type === "ObjectProperty" ? destructured(survey, property) : null;
    }
    case "ObjectProperty":
      return destructured(survey, parent);
    default:
      return null;
  }
}

function destructured(survey: Survey, property: t.ObjectProperty): ImportedName | null {
  const pattern = survey.parentOf(property);
  const declarator = pattern === undefined ? undefined : survey.parentOf(pattern);
  if (declarator?.type !== "VariableDeclarator" || declarator.id !== pattern) return null;
  return named(loadedModule(declarator.init), literalKey(property.key, property.computed));
}

function sourceOf(survey: Survey, specifier: Node): Node | undefined {
  const declaration = survey.parentOf(specifier);
  return declaration?.type === "ImportDeclaration" ? declaration.source : undefined;
}

function named(specifier: Node | undefined, name: string | undefined): ImportedName | null {
  return specifier?.type === "StringLiteral" && name !== undefined ? { module: specifier.value, name } : null;
}

/** The specifier in `require("m")` or `await import("m")`. */
function loadedModule(initializer: Node | null | undefined): Node | undefined {
  const value = initializer ? skipWrappers(initializer) : undefined;
  if (value === undefined) return undefined;
  const call = value.type === "AwaitExpression" ? skipWrappers(value.argument) : value;
  // Version 8 has a node of its own for `import()`.
  if (call.type === "ImportExpression") return value === call ? undefined : call.source;
  if (call.type !== "CallExpression") return undefined;
  const isLoading =
    value === call
      ? call.callee.type === "Identifier" && call.callee.name === "require"
      : call.callee.type === "Import";
  return isLoading ? call.arguments[0] : undefined;
}
