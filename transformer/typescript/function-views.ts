/**
 * Views of async functions: kind, name, parameters, body.
 */

import type ts from "typescript";
import type { FunctionKind, FunctionView, ParameterView } from "../core/dialect.js";
import { close, closeAll, type TypeScript } from "./host-node.js";
import { directivesOf, isWrapper, literalKey, skipWrappers } from "./syntax.js";
import { isThisParameter } from "./walk-declarations.js";

/** A function that can be async. */
export type AsyncFunction = ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction | ts.MethodDeclaration;

/** Views an async function. `isModuleStrict`: is the whole file strict? */
export function functionView(ts: TypeScript, node: AsyncFunction, isModuleStrict: boolean): FunctionView {
  const statements = node.body !== undefined && ts.isBlock(node.body) ? node.body.statements : null;
  const directives = statements === null ? [] : directivesOf(ts, statements);
  const hasOwnName = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node);
  return {
    node: close(node),
    kind: kindOf(ts, node),
    isGenerator: node.asteriskToken !== undefined,
    name: nameOf(ts, node),
    selfName: hasOwnName ? (node.name?.text ?? null) : null,
    parameters: realParameters(ts, node).map((parameter) => parameterView(ts, parameter)),
    body: statements === null ? null : closeAll(statements.slice(directives.length)),
    expression: statements === null && node.body !== undefined ? close(node.body) : null,
    directives,
    isStrict: isModuleStrict || isInStrictCode(ts, node),
  };
}

/** The parameters without TypeScript's `this`. */
export function realParameters(ts: TypeScript, node: AsyncFunction): readonly ts.ParameterDeclaration[] {
  return node.parameters.filter((parameter) => !isThisParameter(ts, parameter));
}

function kindOf(ts: TypeScript, node: AsyncFunction): FunctionKind {
  if (ts.isFunctionDeclaration(node)) return "declaration";
  if (ts.isFunctionExpression(node)) return "expression";
  return ts.isArrowFunction(node) ? "arrow" : "method";
}

function parameterView(ts: TypeScript, node: ts.ParameterDeclaration): ParameterView {
  const isIdentifier = ts.isIdentifier(node.name);
  return {
    node: close(node),
    isIdentifier,
    isRest: node.dotDotDotToken !== undefined,
    hasDefault: node.initializer !== undefined,
    mayThrow: !isIdentifier || (node.initializer !== undefined && !isHarmless(ts, node.initializer)),
  };
}

/** A default that can neither throw nor be noticed. */
function isHarmless(ts: TypeScript, initializer: ts.Expression): boolean {
  const node = skipWrappers(ts, initializer);
  const { SyntaxKind: K } = ts;
  if (ts.isPrefixUnaryExpression(node)) return ts.isNumericLiteral(node.operand);
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  if (ts.isIdentifier(node)) return node.text === "undefined";
  return (
    ts.isLiteralExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isFunctionExpression(node) ||
    node.kind === K.TrueKeyword ||
    node.kind === K.FalseKeyword ||
    node.kind === K.NullKeyword
  );
}

/** Is the function inside a class or a function with "use strict", or has it the directive itself? */
function isInStrictCode(ts: TypeScript, node: ts.Node): boolean {
  for (let outer: ts.Node | undefined = node; outer !== undefined; outer = outer.parent) {
    if (ts.isClassLike(outer)) return true;
    const body = ts.isSourceFile(outer) ? outer : ts.isFunctionLike(outer) && "body" in outer ? outer.body : undefined;
    if (body === undefined || !("statements" in body)) continue;
    if (directivesOf(ts, body.statements).includes("use strict")) return true;
  }
  return false;
}

/** The name that a stack frame shows: `fn.name` after ECMAScript's name inference. */
function nameOf(ts: TypeScript, node: AsyncFunction): string {
  if (node.name !== undefined) return propertyText(ts, node.name);
  let child: ts.Node = node;
  while (isWrapper(ts, child.parent)) child = child.parent;
  return ts.isFunctionDeclaration(node)
    ? "default"
    : (inferredName(ts, child, child.parent) ?? computedName(child.parent));
}

/** The name that an anonymous function gets where it stands; `null` when a computed key decides. */
export function inferredName(ts: TypeScript, value: ts.Node, parent: ts.Node): string | null {
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) {
    return parent.initializer === value && ts.isIdentifier(parent.name) ? parent.name.text : "";
  }
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) {
    return parent.initializer === value ? (literalKey(ts, parent.name) ?? null) : "";
  }
  if (ts.isShorthandPropertyAssignment(parent)) return parent.name.text;
  if (ts.isBinaryExpression(parent)) {
    const isNamed = parent.right === value && namesFunctions(ts, parent.operatorToken.kind);
    return isNamed && ts.isIdentifier(parent.left) ? parent.left.text : "";
  }
  return ts.isExportAssignment(parent) && !(parent.isExportEquals ?? false) ? "default" : "";
}

/** `=`, `&&=`, `||=`, `??=` */
function namesFunctions(ts: TypeScript, operator: ts.SyntaxKind): boolean {
  const { SyntaxKind: K } = ts;
  return (
    operator === K.EqualsToken ||
    operator === K.AmpersandAmpersandEqualsToken ||
    operator === K.BarBarEqualsToken ||
    operator === K.QuestionQuestionEqualsToken
  );
}

/** For people only: the key as it is written. */
function computedName(parent: ts.Node): string {
  const { name } = parent as ts.PropertyAssignment;
  return name.getText();
}

function propertyText(ts: TypeScript, name: ts.PropertyName): string {
  return literalKey(ts, name) ?? (ts.isComputedPropertyName(name) ? `[${name.expression.getText()}]` : "");
}
