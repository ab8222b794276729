/**
 * The lowering core's dialect for Babel's AST, of versions 7 and 8.
 *
 * It works on the tree as it was parsed, before any plugin changed it; types are still there. Nodes that are not
 * rewritten stay the very same objects.
 */

import type { Dialect, FileVisitor } from "../transformer/core/dialect.js";
import { variableAsAssignments } from "./assignment-target.js";
import { close, closeAll, closeOrNull, type FunctionNode, open, type t, type Types } from "./ast.js";
import { boundInClass } from "./bound-in-class.js";
import { createBuilder } from "./build.js";
import { cancellationNames } from "./catch-clauses.js";
import { createExpressionView, type ViewSettings } from "./expression-views.js";
import { functionView } from "./function-views.js";
import { importedName } from "./imported-names.js";
import type { JsxRuntime } from "./jsx-runtime.js";
import { isConstructor, keeperOf } from "./keepers.js";
import { patternView } from "./pattern-views.js";
import { rangeOf } from "./ranges.js";
import { createReplace } from "./replace.js";
import { isCallee, standingOf } from "./standing.js";
import type { SourcePlaces } from "./source-places.js";
import { createStatementView } from "./statement-views.js";
import type { Survey } from "./survey.js";
import { isAnonymousFunction, isStatic } from "./syntax.js";
import { walkFile } from "./walk.js";

export interface DialectSettings {
  readonly types: Types;
  readonly program: t.Program;
  readonly code: string;
  readonly survey: Survey;
  /** The file's name in stack frames, and where in it offsets are. */
  readonly places: SourcePlaces;
  readonly legacyDecorators: boolean;
  readonly jsx: JsxRuntime;
  readonly uniqueName: (base: string) => string;
  /** A reference to an export of the runtime's ABI. */
  readonly runtime: (name: string) => t.Identifier;
}

/** Makes the dialect of one file. */
export function createDialect(settings: DialectSettings): Dialect {
  const { types, program, code, survey, jsx, uniqueName } = settings;
  const views: ViewSettings = { legacyDecorators: settings.legacyDecorators, automaticJsx: jsx.isAutomatic };
  const expressionView = createExpressionView(views);
  const names = cancellationNames(types, program, code);
  const statementView = createStatementView({ ...views, types, cancellationNames: names });
  const replace = createReplace(types, uniqueName);
  return {
    build: createBuilder({ types, runtime: settings.runtime }),
    fileName: settings.places.fileName,
    sourceText: code,
    walk: (visitor: FileVisitor) => walkFile(types, program, visitor, jsx.names),
    functionView: (node) => functionView(settings, open<FunctionNode>(node)),
    standing: (node) => standingOf(survey, open<FunctionNode>(node)),
    isCallee: (node) => isCallee(survey, open(node)),
    parent: (node) => closeOrNull(survey.parentOf(open(node))),
    isStatic: (node) => isStatic(open(node)),
    isConstructor: (node) => isConstructor(survey, open(node)),
    keeper: (node) => keeperOf(survey, open(node)),
    importedName: (node) => importedName(survey, open(node)),
    expressionView: (node) => expressionView(open(node)),
    statementView: (node) => statementView(open(node)),
    patternView: (node) => patternView(open(node)),
    isAnonymousFunction: (node) => isAnonymousFunction(open(node)),
    boundInClass: (node, around) => {
      const found = boundInClass(types, views, open<t.Class>(node), around);
      return found === undefined ? null : close(found);
    },
    range: (node) => rangeOf(survey, code, open(node)),
    position: (offset) => settings.places.position(offset),
    replace: (node, exchange) => close(replace(open(node), exchange)),
    variableAsAssignments: (node) => {
      const declaration = open<t.VariableDeclaration>(node);
      return closeAll(variableAsAssignments(types, declaration, survey.parentOf(declaration)));
    },
    uniqueName,
  };
}
