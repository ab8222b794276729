/**
 * Walks what declares: functions, classes, enums, namespaces, imports and exports.
 */

import { close, type FunctionNode, type Node, type t } from "./ast.js";
import { decoratorsOf, isThisParameter, isTypeOnly, parameterDecorators } from "./syntax.js";
import { reference, type Walk, walkKey, type WalkRules } from "./walk.js";
import { walkBinding } from "./walk-targets.js";

/** The rules of every declaration. */
export const declarationRules: WalkRules = {
  FunctionDeclaration: walkFunction,
  FunctionExpression: walkFunction,
  ArrowFunctionExpression: walkFunction,
  ObjectMethod: walkFunction,
  ClassMethod: walkFunction,
  ClassPrivateMethod: walkFunction,
  ClassDeclaration: walkClass,
  ClassExpression: walkClass,
  ClassProperty: walkField,
  ClassPrivateProperty: walkField,
  ClassAccessorProperty: walkField,
  // `async do { … }` becomes an async function of Babel's, after this project has had its turn.
  DoExpression: (walk, node) =>
    node.async ? inFunction(walk, node, () => walk.visit(node.body)) : walk.visit(node.body),
  StaticBlock: (walk, node) => inFunction(walk, node, () => walk.visitAll(node.body)),
  TSEnumDeclaration: walkEnum,
  TSModuleDeclaration: walkNamespace,
  EnumDeclaration: (walk, node) => walk.visitor.declare(node.id.name, "enum", close(node.id)),
  ImportDeclaration: walkImport,
  TSImportEqualsDeclaration: walkImportEquals,
  ExportNamedDeclaration: walkExport,
  ExportAllDeclaration: () => undefined,
};

function walkFunction(walk: Walk, node: FunctionNode): void {
  const { visitor } = walk;
  if (node.type === "FunctionDeclaration" && node.id) visitor.declare(node.id.name, "function", close(node.id));
  walk.visitAll(decoratorsOf(node));
  for (const parameter of node.params) walk.visitAll(parameterDecorators(parameter));
  if ("key" in node && node.type !== "ClassPrivateMethod") walkKey(walk, node);
  const isArrow = node.type === "ArrowFunctionExpression";
  visitor.functionStart(close(node), node.async ?? false, node.generator ?? false, isArrow);
  walk.scoped("function", node, () => {
    if (node.type === "FunctionExpression" && node.id) visitor.declare(node.id.name, "self", close(node.id));
    for (const parameter of node.params) if (!isThisParameter(parameter)) walkBinding(walk, parameter, "parameter");
    walkFunctionBody(walk, node.body);
  });
  visitor.functionEnd(close(node));
}

/** The body's top level belongs to the function's scope, so its block opens none. */
function walkFunctionBody(walk: Walk, body: t.BlockStatement | t.Expression): void {
  if (body.type !== "BlockStatement") {
    walk.visit(body);
    return;
  }
  walk.visitor.enter(close(body));
  walk.visitAll(body.body);
  walk.visitor.leave(close(body));
}

/** Something that runs as a function does, with a `this` and `arguments` of its own. */
function inFunction(walk: Walk, node: Node, inside: () => void): void {
  walk.visitor.functionStart(close(node), false, false, false);
  walk.scoped("function", node, inside);
  walk.visitor.functionEnd(close(node));
}

function walkClass(walk: Walk, node: t.Class): void {
  const { visitor } = walk;
  if (node.type === "ClassDeclaration" && node.id) visitor.declare(node.id.name, "class", close(node.id));
  walk.visitAll(node.decorators);
  walk.scoped("class", node, () => {
    if (node.id) visitor.declare(node.id.name, "self", close(node.id));
    walk.visit(node.superClass);
    walk.visitAll(node.body.body);
  });
}

/** A field's initialiser runs later, as a method does. */
function walkField(walk: Walk, node: t.ClassProperty | t.ClassPrivateProperty | t.ClassAccessorProperty): void {
  walk.visitAll(node.decorators);
  if (node.type !== "ClassPrivateProperty") walkKey(walk, node);
  if (node.value) inFunction(walk, node, () => walk.visit(node.value));
}

/** Members are names inside the enum: `enum E { A = 1, B = A }`. Babel 8 keeps them in a body. */
function walkEnum(walk: Walk, node: t.TSEnumDeclaration): void {
  walk.visitor.declare(node.id.name, "enum", close(node.id));
  const { members } = (node as { body?: t.TSEnumBody }).body ?? node;
  walk.scoped("block", node, () => {
    for (const { id, initializer } of members) {
      walk.visitor.declare(id.type === "Identifier" ? id.name : id.value, "enum", close(id));
      walk.visit(initializer);
    }
  });
}

/** A namespace's body becomes a function of its own. `namespace A.B` nests two, or has a qualified name (Babel 8). */
function walkNamespace(walk: Walk, node: t.TSModuleDeclaration): void {
  let name = node.id as Node;
  while (name.type === "TSQualifiedName") name = name.left;
  if (name.type === "Identifier") walk.visitor.declare(name.name, "enum", close(name));
  inFunction(walk, node, () => {
    if (node.body.type === "TSModuleBlock") walk.visitAll(node.body.body);
    else walk.visit(node.body);
  });
}

function walkImport(walk: Walk, node: t.ImportDeclaration): void {
  for (const specifier of node.specifiers) {
    if (specifier.type === "ImportSpecifier" && isTypeOnly(specifier.importKind)) continue;
    walk.visitor.declare(specifier.local.name, "import", close(specifier.local));
  }
}

/** `import a = require("a")`, or an alias `import b = a.b` that reads `a`. */
function walkImportEquals(walk: Walk, node: t.TSImportEqualsDeclaration): void {
  walk.visitor.declare(node.id.name, "enum", close(node.id));
  let entity: Node = node.moduleReference;
  while (entity.type === "TSQualifiedName") entity = entity.left;
  if (entity.type === "Identifier") reference(walk, entity);
}

/** `export { a as b }` reads `a`; `export … from` reads nothing of this file. */
function walkExport(walk: Walk, node: t.ExportNamedDeclaration): void {
  walk.visit(node.declaration);
  if (node.source) return;
  for (const specifier of node.specifiers) {
    if (specifier.type !== "ExportSpecifier" || isTypeOnly(specifier.exportKind)) continue;
    reference(walk, specifier.local);
  }
}
