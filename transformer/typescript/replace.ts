/**
 * Copies a tree with some nodes exchanged, and keeps every other node *itself*.
 *
 * `ts.visitEachChild` does the copying: it returns the same node when no child changed, and otherwise an update
 * that keeps text range and original node. The rules below are for the places where exchanging a child alone
 * would mean something else:
 *
 *   [source]  { x }            [exchanged]  { x: y }
 *   [source]  f()              [exchanged]  (0, env.f)()      `this` stays undefined
 *   [source]  x = () => {}     [exchanged]  env.x = { x: () => {} }.x      the function keeps its name
 *   [source]  export { x }     [exchanged]  export { y as x }
 *   [source]  <a><b/></a>      [exchanged]  <a>{t}</a>        see replace-jsx.ts
 */

import type ts from "typescript";
import type { HostNode } from "../core/dialect.js";
import { isOwnDirective } from "../directives.js";
import { close, open, openAll, type TypeScript } from "./host-node.js";
import { jsxReplaceRules } from "./replace-jsx.js";
import { isAssignmentOperator, isDirective, isErased, isStatementList, skipWrappers } from "./syntax.js";

/** Answers for a node to exchange, as the core gives it. */
export type Exchange = (node: HostNode) => HostNode | readonly HostNode[] | undefined;

/** What a rule works with. */
export interface Replacing {
  readonly ts: TypeScript;
  readonly context: ts.TransformationContext;
  /** Makes a name that is free in the whole file. */
  readonly uniqueName: (base: string) => string;
  /** Asks for a node and, when it stays, for what is in it. */
  readonly visit: (node: ts.Node) => ts.VisitResult<ts.Node | undefined>;
  /** The same for an expression, which is exchanged for one expression. */
  readonly expression: (node: ts.Expression) => ts.Expression;
  /** Only asks for an expression. */
  readonly answer: (node: ts.Expression) => ts.Expression | undefined;
  /** Does not ask for the node itself, only for what is in it. */
  readonly inside: (node: ts.Node) => ts.VisitResult<ts.Node | undefined>;
}

export type ReplaceRule = (replacing: Replacing, node: never) => ts.VisitResult<ts.Node | undefined>;

/** Makes the dialect's `replace`. */
export function createReplace(
  ts: TypeScript,
  context: ts.TransformationContext,
  uniqueName: (base: string) => string,
): (root: ts.Node, exchange: Exchange) => ts.Node {
  const rules = new Map<ts.SyntaxKind, ReplaceRule>([...ownRules(ts), ...jsxReplaceRules(ts)]);
  return (root, exchange) => {
    const replacing: Replacing = {
      ts,
      context,
      uniqueName,
      visit(node) {
        const answer = exchange(close(node));
        return answer === undefined ? replacing.inside(node) : place(ts, context.factory, node, answer);
      },
      expression(node) {
        return single(replacing.visit(node));
      },
      answer(node) {
        const answer = exchange(close(node));
        return answer === undefined ? undefined : single(place(ts, context.factory, node, answer));
      },
      inside(node) {
        if (isErased(ts, node)) return node;
        const rule = rules.get(node.kind) as
          ((replacing: Replacing, node: ts.Node) => ts.VisitResult<ts.Node | undefined>) | undefined;
        return rule === undefined ? visitChildren(replacing, node) : rule(replacing, node);
      },
    };
    const result = replacing.visit(root);
    return Array.isArray(result) ? context.factory.createBlock(result as ts.Statement[], true) : (result as ts.Node);
  };
}

/** Visits every child; `first` is handled apart when given. */
function visitChildren<T extends ts.Node>(
  { ts, context, visit }: Replacing,
  node: T,
  first?: ts.Node,
  visitFirst?: (node: ts.Node) => ts.VisitResult<ts.Node | undefined>,
): T {
  const visitor =
    visitFirst === undefined ? visit : (child: ts.Node) => (child === first ? visitFirst(child) : visit(child));
  return ts.visitEachChild(node, visitor, context);
}

/** Fits an answer into the place where `node` stood. */
function place(
  ts: TypeScript,
  factory: ts.NodeFactory,
  node: ts.Node,
  answer: HostNode | readonly HostNode[],
): ts.VisitResult<ts.Node | undefined> {
  if (!Array.isArray(answer)) return locate(ts, open(answer as HostNode), node);
  const nodes = openAll(answer as readonly HostNode[]);
  const isSingleStatement = ts.isStatement(node) && node.parent !== undefined && !isStatementList(ts, node.parent);
  if (isSingleStatement) return factory.createBlock(nodes as readonly ts.Statement[], true);
  return nodes;
}

/** Gives a built expression the place of what it replaces, unless it has one. */
function locate(ts: TypeScript, built: ts.Node, original: ts.Node): ts.Node {
  const isPlaced = built.pos >= 0 || ts.getSourceMapRange(built).pos >= 0;
  return isPlaced || !ts.isExpression(built) ? built : ts.setTextRange(built, original);
}

function ownRules(ts: TypeScript): [ts.SyntaxKind, ReplaceRule][] {
  const { SyntaxKind: K } = ts;
  return [
    [K.ExpressionStatement, replaceExpressionStatement],
    [K.ShorthandPropertyAssignment, replaceShorthand],
    [K.ObjectBindingPattern, replaceObjectBinding],
    [K.BindingElement, replaceInitializer],
    [K.VariableDeclaration, replaceInitializer],
    [
      K.CallExpression,
      (replacing: Replacing, node: ts.CallExpression) => replaceCallee(replacing, node, node.expression),
    ],
    [
      K.TaggedTemplateExpression,
      (replacing: Replacing, node: ts.TaggedTemplateExpression) => replaceCallee(replacing, node, node.tag),
    ],
    [K.AsExpression, replaceAssertion],
    [K.SatisfiesExpression, replaceAssertion],
    [K.BinaryExpression, replaceBinary],
    [K.ExportSpecifier, replaceExportSpecifier],
  ];
}

/** This project's directives have said what they had to say. */
function replaceExpressionStatement(
  replacing: Replacing,
  node: ts.ExpressionStatement,
): ts.VisitResult<ts.Node | undefined> {
  if (isDirective(replacing.ts, node) && isOwnDirective(node.expression.text)) return [];
  return visitChildren(replacing, node);
}

function replaceShorthand(replacing: Replacing, node: ts.ShorthandPropertyAssignment): ts.Node {
  const { ts, context } = replacing;
  const { factory } = context;
  const initializer =
    node.objectAssignmentInitializer === undefined ? undefined : replacing.expression(node.objectAssignmentInitializer);
  const name = replacing.expression(node.name);
  if (name === node.name) return factory.updateShorthandPropertyAssignment(node, node.name, initializer);
  const value =
    initializer === undefined
      ? name
      : factory.createAssignment(name, keepName(replacing, node.name, name, initializer));
  const property = factory.createPropertyAssignment(factory.createIdentifier(node.name.text), value);
  return ts.setTextRange(ts.setOriginalNode(property, node), node);
}

function replaceObjectBinding(replacing: Replacing, node: ts.ObjectBindingPattern): ts.Node {
  const { ts, context } = replacing;
  const visitElement = (child: ts.Node): ts.VisitResult<ts.Node | undefined> => {
    if (!ts.isBindingElement(child)) return replacing.visit(child);
    const element = replaceInitializer(replacing, child);
    const isRenamed =
      ts.isIdentifier(child.name) &&
      element.name !== child.name &&
      child.propertyName === undefined &&
      child.dotDotDotToken === undefined;
    if (!isRenamed) return element;
    const key = context.factory.createIdentifier(child.name.text);
    return context.factory.updateBindingElement(element, undefined, key, element.name, element.initializer);
  };
  return ts.visitEachChild(node, visitElement, context);
}

function replaceInitializer<T extends ts.BindingElement | ts.VariableDeclaration>(replacing: Replacing, node: T): T {
  const { ts, context } = replacing;
  const result = visitChildren(replacing, node);
  const { name, initializer } = result;
  if (!ts.isIdentifier(node.name) || !ts.isIdentifier(name) || initializer === undefined) return result;
  const value = keepName(replacing, node.name, name, initializer);
  if (value === initializer) return result;
  const { factory } = context;
  return (
    ts.isBindingElement(result)
      ? factory.updateBindingElement(result, result.dotDotDotToken, result.propertyName, name, value)
      : factory.updateVariableDeclaration(result, name, result.exclamationToken, result.type, value)
  ) as T;
}

/** A function called by its name gets no `this`; as a property of something it would. */
function replaceCallee<T extends ts.CallExpression | ts.TaggedTemplateExpression>(
  replacing: Replacing,
  node: T,
  callee: ts.Expression,
): T {
  const { ts, context } = replacing;
  return visitChildren(replacing, node, callee, (child) => {
    const result = replacing.expression(child as ts.Expression);
    const becameMember = ts.isIdentifier(skipWrappers(ts, child)) && isAccess(ts, skipWrappers(ts, result));
    if (!becameMember) return result;
    const { factory } = context;
    return factory.createParenthesizedExpression(factory.createComma(factory.createNumericLiteral(0), result));
  });
}

function isAccess(ts: TypeScript, node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

/** The factory does not parenthesise inside `as`, which binds more tightly than it looks once it is erased. */
function replaceAssertion<T extends ts.AsExpression | ts.SatisfiesExpression>(replacing: Replacing, node: T): T {
  const { ts, context } = replacing;
  return visitChildren(replacing, node, node.expression, (child) => {
    const result = replacing.expression(child as ts.Expression);
    const isSafe = result === child || ts.isLeftHandSideExpression(result);
    return isSafe ? result : context.factory.createParenthesizedExpression(result);
  });
}

/** Long chains lean to the left: their spine is rebuilt in a loop, once the place to begin is found. */
function replaceBinary(replacing: Replacing, node: ts.BinaryExpression): ts.Expression {
  const { ts, context } = replacing;
  const spine: ts.BinaryExpression[] = [];
  let result: ts.Expression | undefined;
  for (let next: ts.Expression = node; result === undefined; next = (next as ts.BinaryExpression).left) {
    const answer = next === node ? undefined : replacing.answer(next);
    if (answer !== undefined) result = answer;
    else if (ts.isBinaryExpression(next)) spine.push(next);
    else result = single(replacing.inside(next));
  }
  for (let next = spine.pop(); next !== undefined; next = spine.pop()) {
    const right = replacing.expression(next.right);
    const isAssignment = isAssignmentOperator(ts, next.operatorToken.kind);
    const value = isAssignment ? keepName(replacing, next.left, result, right) : right;
    const left = result !== next.left && isPower(ts, next) ? base(replacing, result) : result;
    result = context.factory.updateBinaryExpression(next, left, next.operatorToken, value);
  }
  return result;
}

function isPower(ts: TypeScript, node: ts.BinaryExpression): boolean {
  return node.operatorToken.kind === ts.SyntaxKind.AsteriskAsteriskToken;
}

/** The factory does not know that `-x ** 2` is no expression. */
function base({ ts, context }: Replacing, node: ts.Expression): ts.Expression {
  const isUnary =
    ts.isPrefixUnaryExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isVoidExpression(node);
  return isUnary ? context.factory.createParenthesizedExpression(node) : node;
}

function single(result: ts.VisitResult<ts.Node | undefined>): ts.Expression {
  return (Array.isArray(result) ? result[0] : result) as ts.Expression;
}

/** An anonymous function takes the name of the identifier it is assigned to, whatever became of that. */
function keepName(
  { ts, context }: Replacing,
  source: ts.Expression,
  target: ts.Expression,
  value: ts.Expression,
): ts.Expression {
  if (!ts.isIdentifier(source) || !isAnonymousFunction(ts, value)) return value;
  const isOther = ts.isIdentifier(target) ? target.text !== source.text : isAccess(ts, target);
  if (!isOther) return value;
  const { factory } = context;
  const holder = factory.createObjectLiteralExpression([factory.createPropertyAssignment(source.text, value)]);
  return factory.createPropertyAccessExpression(holder, source.text);
}

function isAnonymousFunction(ts: TypeScript, value: ts.Expression): boolean {
  const node = skipWrappers(ts, value);
  if (ts.isArrowFunction(node)) return true;
  return (ts.isFunctionExpression(node) || ts.isClassExpression(node)) && node.name === undefined;
}

function replaceExportSpecifier(replacing: Replacing, node: ts.ExportSpecifier): ts.Node {
  const { ts, context } = replacing;
  const local = node.propertyName ?? node.name;
  if (!ts.isIdentifier(local)) return node;
  const renamed = replacing.expression(local);
  if (renamed === local || !ts.isIdentifier(renamed)) return node;
  return context.factory.updateExportSpecifier(node, node.isTypeOnly, renamed, node.name);
}
