/**
 * Walks what declares: functions, classes, enums, namespaces, imports and exports.
 */

import type ts from "typescript";
import { close, type TypeScript } from "./host-node.js";
import { hasModifier } from "./syntax.js";
import { reference, type Walk, type WalkRule, walkPropertyName } from "./walk.js";
import { walkBinding } from "./walk-targets.js";

/** The rules of every declaration. */
export function declarationRules(ts: TypeScript): [ts.SyntaxKind, WalkRule][] {
  const { SyntaxKind: K } = ts;
  return [
    [K.FunctionDeclaration, walkFunction],
    [K.FunctionExpression, walkFunction],
    [K.ArrowFunction, walkFunction],
    [K.MethodDeclaration, walkFunction],
    [K.Constructor, walkFunction],
    [K.GetAccessor, walkFunction],
    [K.SetAccessor, walkFunction],
    [K.ClassDeclaration, walkClass],
    [K.ClassExpression, walkClass],
    [K.PropertyDeclaration, walkField],
    [K.ClassStaticBlockDeclaration, walkStaticBlock],
    [K.EnumDeclaration, walkEnum],
    [K.ModuleDeclaration, walkNamespace],
    [K.ImportDeclaration, walkImport],
    [K.ImportEqualsDeclaration, walkImportEquals],
    [K.ExportDeclaration, walkExport],
  ];
}

function walkFunction(walk: Walk, node: ts.FunctionLikeDeclaration): void {
  const { ts, visitor } = walk;
  if (ts.isFunctionDeclaration(node) && node.name !== undefined) {
    visitor.declare(node.name.text, "function", close(node.name));
  }
  walkDecorators(walk, node);
  for (const parameter of node.parameters) walkDecorators(walk, parameter);
  if (!ts.isFunctionDeclaration(node) && !ts.isFunctionExpression(node)) walkPropertyName(walk, node.name);
  const isGenerator = "asteriskToken" in node && node.asteriskToken !== undefined;
  const isAsync = hasModifier(ts, node, ts.SyntaxKind.AsyncKeyword);
  visitor.functionStart(close(node), isAsync, isGenerator, ts.isArrowFunction(node));
  walk.scoped("function", node, () => {
    if (ts.isFunctionExpression(node) && node.name !== undefined) {
      visitor.declare(node.name.text, "self", close(node.name));
    }
    for (const parameter of node.parameters) walkParameter(walk, parameter);
    walkFunctionBody(walk, node.body);
  });
  visitor.functionEnd(close(node));
}

/** The body's top level belongs to the function's scope, so its block opens none. */
function walkFunctionBody(walk: Walk, body: ts.ConciseBody | undefined): void {
  if (body === undefined || !walk.ts.isBlock(body)) {
    walk.visit(body);
    return;
  }
  walk.visitor.enter(close(body));
  walk.visitAll(body.statements);
  walk.visitor.leave(close(body));
}

function walkParameter(walk: Walk, parameter: ts.ParameterDeclaration): void {
  if (isThisParameter(walk.ts, parameter)) return;
  walk.visitor.enter(close(parameter));
  walkBinding(walk, parameter.name, "parameter");
  walk.visit(parameter.initializer);
  walk.visitor.leave(close(parameter));
}

/** TypeScript's `this: T`, which is a type annotation in the shape of a parameter. */
export function isThisParameter(ts: TypeScript, parameter: ts.ParameterDeclaration): boolean {
  return ts.isIdentifier(parameter.name) && parameter.name.text === "this";
}

function walkDecorators(walk: Walk, node: ts.Node): void {
  if (walk.ts.canHaveDecorators(node)) walk.visitAll(walk.ts.getDecorators(node));
}

function walkClass(walk: Walk, node: ts.ClassLikeDeclaration): void {
  const { ts, visitor } = walk;
  if (ts.isClassDeclaration(node) && node.name !== undefined) {
    visitor.declare(node.name.text, "class", close(node.name));
  }
  walkDecorators(walk, node);
  walk.scoped("class", node, () => {
    if (node.name !== undefined) visitor.declare(node.name.text, "self", close(node.name));
    walk.visitAll(node.heritageClauses);
    walk.visitAll(node.members);
  });
}

/** A field's initialiser runs later, as a method does, with a `this` and `arguments` of its own. */
function walkField(walk: Walk, node: ts.PropertyDeclaration): void {
  walkDecorators(walk, node);
  walkPropertyName(walk, node.name);
  if (node.initializer === undefined) return;
  walk.visitor.functionStart(close(node), false, false, false);
  walk.scoped("function", node, () => walk.visit(node.initializer));
  walk.visitor.functionEnd(close(node));
}

function walkStaticBlock(walk: Walk, node: ts.ClassStaticBlockDeclaration): void {
  walk.visitor.functionStart(close(node), false, false, false);
  walk.scoped("function", node, () => walkFunctionBody(walk, node.body));
  walk.visitor.functionEnd(close(node));
}

/** Members are names inside the enum: `enum E { A = 1, B = A }`. */
function walkEnum(walk: Walk, node: ts.EnumDeclaration): void {
  walk.visitor.declare(node.name.text, "enum", close(node.name));
  walk.scoped("block", node, () => {
    for (const member of node.members) {
      if (!walk.ts.isComputedPropertyName(member.name)) {
        walk.visitor.declare(member.name.text, "enum", close(member.name));
      }
      walk.visit(member.initializer);
    }
  });
}

/** A namespace's body becomes a function of its own. `namespace A.B` nests two. */
function walkNamespace(walk: Walk, node: ts.ModuleDeclaration): void {
  if (walk.ts.isIdentifier(node.name)) walk.visitor.declare(node.name.text, "enum", close(node.name));
  walk.visitor.functionStart(close(node), false, false, false);
  walk.scoped("function", node, () => {
    if (node.body !== undefined && walk.ts.isModuleBlock(node.body)) walk.visitAll(node.body.statements);
    else walk.visit(node.body);
  });
  walk.visitor.functionEnd(close(node));
}

function walkImport(walk: Walk, node: ts.ImportDeclaration): void {
  const clause = node.importClause;
  if (clause === undefined) return;
  const declare = (name: ts.Identifier): void => walk.visitor.declare(name.text, "import", close(name));
  if (clause.name !== undefined) declare(clause.name);
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (walk.ts.isNamespaceImport(bindings)) declare(bindings.name);
  else for (const element of bindings.elements) if (!element.isTypeOnly) declare(element.name);
}

/** `import a = require("a")`, or an alias `import b = a.b` that reads `a`. */
function walkImportEquals(walk: Walk, node: ts.ImportEqualsDeclaration): void {
  walk.visitor.declare(node.name.text, "enum", close(node.name));
  if (walk.ts.isExternalModuleReference(node.moduleReference)) return;
  let entity: ts.EntityName = node.moduleReference;
  while (walk.ts.isQualifiedName(entity)) entity = entity.left;
  reference(walk, entity);
}

/** `export { a as b }` reads `a`; `export … from` reads nothing of this file. */
function walkExport(walk: Walk, node: ts.ExportDeclaration): void {
  if (node.moduleSpecifier !== undefined || node.exportClause === undefined) return;
  if (!walk.ts.isNamedExports(node.exportClause)) return;
  for (const element of node.exportClause.elements) {
    const local = element.propertyName ?? element.name;
    if (!element.isTypeOnly && walk.ts.isIdentifier(local)) reference(walk, local);
  }
}
