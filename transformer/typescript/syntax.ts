/**
 * Small questions about TypeScript syntax that several parts of the dialect ask.
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";
import type { VariableKind } from "../core/dialect.js";

/** Has the declaration this modifier (`declare`, `abstract`, `async`, …)? */
export function hasModifier(ts: TypeScript, node: ts.Node, kind: ts.SyntaxKind): boolean {
  if (!ts.canHaveModifiers(node)) return false;
  return ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false;
}

/** Is it a static member of a class, or a static block? */
export function isStatic(ts: TypeScript, node: ts.Node): boolean {
  return ts.isClassStaticBlockDeclaration(node) || hasModifier(ts, node, ts.SyntaxKind.StaticKeyword);
}

/** Does the node leave no code behind? Types, ambient declarations, overload signatures. */
export function isErased(ts: TypeScript, node: ts.Node): boolean {
  const { SyntaxKind: K } = ts;
  switch (node.kind) {
    case K.InterfaceDeclaration:
    case K.TypeAliasDeclaration:
    case K.TypeParameter:
    case K.IndexSignature:
    case K.NamespaceExportDeclaration:
    case K.NotEmittedStatement:
      return true;
    case K.FunctionDeclaration:
    case K.MethodDeclaration:
    case K.Constructor:
    case K.GetAccessor:
    case K.SetAccessor:
      return (node as ts.FunctionLikeDeclaration).body === undefined || hasModifier(ts, node, K.DeclareKeyword);
    case K.PropertyDeclaration:
      return hasModifier(ts, node, K.DeclareKeyword) || hasModifier(ts, node, K.AbstractKeyword);
    case K.VariableStatement:
    case K.ClassDeclaration:
    case K.EnumDeclaration:
      return hasModifier(ts, node, K.DeclareKeyword);
    case K.ModuleDeclaration:
      return hasModifier(ts, node, K.DeclareKeyword) || !isInstantiated(ts, node as ts.ModuleDeclaration);
    case K.HeritageClause:
      return (node as ts.HeritageClause).token === K.ImplementsKeyword;
    case K.ImportDeclaration:
      return (node as ts.ImportDeclaration).importClause?.isTypeOnly ?? false;
    case K.ImportEqualsDeclaration:
      return (node as ts.ImportEqualsDeclaration).isTypeOnly;
    case K.ExportDeclaration:
      return (node as ts.ExportDeclaration).isTypeOnly;
    default:
      return ts.isTypeNode(node) && node.kind !== K.ExpressionWithTypeArguments;
  }
}

/** Does a namespace hold anything but types, so that it exists at run time? */
function isInstantiated(ts: TypeScript, node: ts.ModuleDeclaration): boolean {
  const body = node.body;
  if (body === undefined) return false;
  if (ts.isModuleDeclaration(body)) return isInstantiated(ts, body);
  return ts.isModuleBlock(body) && body.statements.some((statement) => !isErased(ts, statement));
}

/** The expression inside parentheses, `as`, `!`, `satisfies` and `<T>x`. */
export function skipWrappers(ts: TypeScript, node: ts.Node): ts.Node {
  let inner = node;
  while (isWrapper(ts, inner)) inner = inner.expression;
  return inner;
}

/** Parentheses, assertions and type arguments: they evaluate to what is inside. */
export function isWrapper(
  ts: TypeScript,
  node: ts.Node,
): node is ts.ParenthesizedExpression | ts.AssertionExpression | ts.NonNullExpression | ts.SatisfiesExpression {
  const { SyntaxKind: K } = ts;
  return (
    node.kind === K.ParenthesizedExpression ||
    node.kind === K.AsExpression ||
    node.kind === K.SatisfiesExpression ||
    node.kind === K.NonNullExpression ||
    node.kind === K.TypeAssertionExpression ||
    node.kind === K.PartiallyEmittedExpression ||
    node.kind === K.ExpressionWithTypeArguments
  );
}

/** `var`, `let`, `const`, `using` or `await using`. */
export function variableKind(ts: TypeScript, list: ts.VariableDeclarationList): VariableKind {
  const { Let, Const } = ts.NodeFlags;
  // `Using` and `AwaitUsing` came with TypeScript 5.2; the latter is `Const | Using`.
  const usingFlag = ts.NodeFlags.Using ?? 4;
  if ((list.flags & usingFlag) !== 0) return (list.flags & Const) !== 0 ? "await using" : "using";
  if ((list.flags & Const) !== 0) return "const";
  return (list.flags & Let) !== 0 ? "let" : "var";
}

/** `=`, or any compound or logical assignment operator. */
export function isAssignmentOperator(ts: TypeScript, kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Is the tag an element's name (`div`, `my-element`, `svg:rect`), not a component? */
export function isIntrinsicTag(ts: TypeScript, tag: ts.JsxTagNameExpression): boolean {
  if (ts.isIdentifier(tag)) return isIntrinsicName(tag.text);
  return !ts.isPropertyAccessExpression(tag) && tag.kind !== ts.SyntaxKind.ThisKeyword;
}

/** Would JSX take this identifier for an element's name? */
export function isIntrinsicName(name: string): boolean {
  return /^[a-z]/.test(name) || name.includes("-");
}

/** The text of a property name that is not computed, `#` included; `undefined` when it is computed. */
export function literalKey(ts: TypeScript, name: ts.PropertyName): string | undefined {
  if (!ts.isComputedPropertyName(name)) return ts.isBigIntLiteral(name) ? name.text.replace(/n$/, "") : name.text;
  const expression = name.expression;
  return ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression) ? expression.text : undefined;
}

/** Statements at the start of a body that are string literals, without quotes. */
export function directivesOf(ts: TypeScript, statements: readonly ts.Statement[]): readonly string[] {
  const directives: string[] = [];
  for (const statement of statements) {
    if (!isDirective(ts, statement)) break;
    directives.push(statement.expression.text);
  }
  return directives;
}

/** A statement that is nothing but a string literal. */
export function isDirective(
  ts: TypeScript,
  statement: ts.Node,
): statement is ts.ExpressionStatement & { readonly expression: ts.StringLiteral } {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/** The statements of a file, block or namespace body in whose order statements may be inserted. */
export function isStatementList(ts: TypeScript, node: ts.Node): boolean {
  return ts.isBlock(node) || ts.isSourceFile(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node);
}
