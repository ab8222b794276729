/**
 * The lowering core's dialect for TypeScript's AST.
 *
 * It works on the tree as it was parsed, in the `before` stage, and needs no type checker. Nodes that are not
 * rewritten stay the very same objects: TypeScript rewrites imports and inlines `const enum` members by identity.
 */

import type ts from "typescript";
import type { Dialect, FileVisitor } from "../core/dialect.js";
import { variableAsAssignments } from "./assignment-target.js";
import { boundInClass } from "./bound-in-class.js";
import { createBuilder } from "./build.js";
import { cancellationNames } from "./catch-clauses.js";
import { createExpressionView, type ViewSettings } from "./expression-views.js";
import { type AsyncFunction, functionView } from "./function-views.js";
import { close, closeAll, closeOrNull, open, type TypeScript } from "./host-node.js";
import { importedName } from "./imported-names.js";
import { emitsEsModule } from "./imports.js";
import { isAlwaysStrict } from "./internals.js";
import { isConstructor, keeperOf } from "./keepers.js";
import { patternView } from "./pattern-views.js";
import { createReplace } from "./replace.js";
import { isCallee, standingOf } from "./standing.js";
import { createStatementView } from "./statement-views.js";
import { isStatic } from "./syntax.js";
import type { UniqueNames } from "./unique-names.js";
import { walkFile } from "./walk.js";
import { implicitJsxNames, usesAutomaticJsx } from "./walk-jsx.js";

export interface DialectSettings {
  readonly ts: TypeScript;
  readonly context: ts.TransformationContext;
  readonly sourceFile: ts.SourceFile;
  /** The file's name in stack frames. */
  readonly fileName: string;
  readonly names: UniqueNames;
  /** A reference to an export of the runtime's ABI. */
  readonly runtime: (name: string) => ts.Expression;
}

/** Makes the dialect of one file. */
export function createDialect(settings: DialectSettings): Dialect {
  const { ts, context, sourceFile, names } = settings;
  const { factory } = context;
  const options = context.getCompilerOptions();
  const isModuleStrict = ts.isExternalModule(sourceFile) || isAlwaysStrict(ts, options);
  const views: ViewSettings = {
    ts,
    legacyDecorators: options.experimentalDecorators ?? false,
    automaticJsx: usesAutomaticJsx(ts, sourceFile, options),
  };
  const expressionView = createExpressionView(views);
  const statementView = createStatementView({ ...views, cancellationNames: cancellationNames(ts, sourceFile) });
  const uniqueName = (base: string): string => names.next(base);
  const replace = createReplace(ts, context, uniqueName);
  const defaultName = emitsEsModule(ts, sourceFile, options) ? "default" : null;
  const decoratorMetadata = options.emitDecoratorMetadata ?? false;
  return {
    build: createBuilder({ ts, factory, decoratorMetadata, runtime: settings.runtime }),
    fileName: settings.fileName,
    sourceText: sourceFile.text,
    walk: (visitor: FileVisitor) => {
      walkFile(ts, sourceFile, visitor, implicitJsxNames(ts, sourceFile, options));
    },
    functionView: (node) => functionView(ts, open<AsyncFunction>(node), isModuleStrict),
    standing: (node) => standingOf(ts, open<AsyncFunction>(node), defaultName),
    isCallee: (node) => isCallee(ts, open(node)),
    parent: (node) => closeOrNull(open(node).parent),
    isStatic: (node) => isStatic(ts, open(node)),
    isConstructor: (node) => isConstructor(ts, open(node)),
    keeper: (node) => keeperOf(ts, open(node)),
    importedName: (node) => importedName(ts, open(node)),
    expressionView: (node) => expressionView(open(node)),
    statementView: (node) => statementView(open(node)),
    patternView: (node) => patternView(ts, open(node)),
    isAnonymousFunction: (node) => isAnonymousFunction(ts, open(node)),
    boundInClass: (node, around) => {
      const found = boundInClass(views, open<ts.ClassLikeDeclaration>(node), around);
      return found === undefined ? null : close(found);
    },
    range: (node) => {
      const original = ts.getOriginalNode(open(node));
      return original.pos < 0 ? undefined : { start: original.getStart(sourceFile), end: original.end };
    },
    position: (offset) => {
      const { line, character } = sourceFile.getLineAndCharacterOfPosition(offset);
      return { line: line + 1, column: character + 1 };
    },
    replace: (node, exchange) => close(replace(open(node), exchange)),
    variableAsAssignments: (node) =>
      closeAll(variableAsAssignments(ts, factory, open<ts.VariableStatement | ts.VariableDeclarationList>(node))),
    uniqueName,
  };
}

/** Does the expression take the name of what it is assigned to? */
function isAnonymousFunction(ts: TypeScript, node: ts.Node): boolean {
  if (ts.isParenthesizedExpression(node)) return isAnonymousFunction(ts, node.expression);
  if (ts.isArrowFunction(node)) return true;
  return (ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name === undefined;
}
