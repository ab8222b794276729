/**
 * Walks a file once, in source order, and reports it as {@link FileVisitor} events.
 *
 * A node's kind selects a rule that visits its children; kinds without a rule have nothing to report but their
 * children. Around each rule stand `enter` and `leave`. Types and ambient declarations are never visited, so an
 * identifier that reaches the rule table below is a value.
 */

import type ts from "typescript";
import type { FileVisitor, ScopeKind } from "../core/dialect.js";
import { close, type TypeScript } from "./host-node.js";
import { givesInt32 } from "./int32.js";
import { isAssignmentOperator, isErased, skipWrappers } from "./syntax.js";
import { declarationRules } from "./walk-declarations.js";
import { jsxRules } from "./walk-jsx.js";
import { statementRules } from "./walk-statements.js";
import { walkTarget } from "./walk-targets.js";

/** What a rule works with. */
export interface Walk {
  readonly ts: TypeScript;
  readonly visitor: FileVisitor;
  /** Names that JSX without an import refers to (`React`), or none. */
  readonly jsxNames: readonly string[];
  /** Visits one node, if there is one. */
  visit(node: ts.Node | undefined): void;
  visitAll(nodes: readonly ts.Node[] | undefined): void;
  /** Visits every child. */
  children(node: ts.Node): void;
  /** Reports a scope around what `inside` visits. */
  scoped(kind: ScopeKind, node: ts.Node, inside: () => void): void;
}

/** Visits the children of one kind of node. */
export type WalkRule = (walk: Walk, node: never) => void;
export type WalkRules = ReadonlyMap<ts.SyntaxKind, WalkRule>;

/** Reports the whole of `sourceFile` to `visitor`. */
export function walkFile(
  ts: TypeScript,
  sourceFile: ts.SourceFile,
  visitor: FileVisitor,
  jsxNames: readonly string[],
): void {
  const rules: WalkRules = new Map([
    ...expressionRules(ts),
    ...statementRules(ts),
    ...declarationRules(ts),
    ...jsxRules(ts),
  ]);
  const visitChild = (node: ts.Node): void => walk.visit(node);
  const walk: Walk = {
    ts,
    visitor,
    jsxNames,
    visit(node) {
      if (node === undefined || isSilent(ts, node) || isErased(ts, node)) return;
      visitor.enter(close(node));
      const rule = rules.get(node.kind) as ((walk: Walk, node: ts.Node) => void) | undefined;
      if (rule === undefined) ts.forEachChild(node, visitChild);
      else rule(walk, node);
      visitor.leave(close(node));
    },
    visitAll(nodes) {
      nodes?.forEach(visitChild);
    },
    children(node) {
      ts.forEachChild(node, visitChild);
    },
    scoped(kind, node, inside) {
      visitor.scope(kind, close(node));
      inside();
      visitor.endScope(close(node));
    },
  };
  visitor.enter(close(sourceFile));
  walk.scoped("module", sourceFile, () => walk.visitAll(sourceFile.statements));
  visitor.leave(close(sourceFile));
}

/** Modifiers, operators and other tokens that are no expressions. */
function isSilent(ts: TypeScript, node: ts.Node): boolean {
  const { SyntaxKind: K } = ts;
  if (node.kind > K.LastToken) return false;
  return (
    (node.kind >= K.FirstKeyword && !isKeywordExpression(ts, node.kind)) ||
    (node.kind >= K.FirstPunctuation && node.kind <= K.LastPunctuation) ||
    node.kind === K.PrivateIdentifier
  );
}

function isKeywordExpression(ts: TypeScript, kind: ts.SyntaxKind): boolean {
  const { SyntaxKind: K } = ts;
  return (
    kind === K.ThisKeyword ||
    kind === K.SuperKeyword ||
    kind === K.NullKeyword ||
    kind === K.TrueKeyword ||
    kind === K.FalseKeyword
  );
}

function expressionRules(ts: TypeScript): [ts.SyntaxKind, WalkRule][] {
  const { SyntaxKind: K } = ts;
  return [
    [K.Identifier, (walk: Walk, node: ts.Identifier) => reference(walk, node)],
    [K.PropertyAccessExpression, (walk: Walk, node: ts.PropertyAccessExpression) => walk.visit(node.expression)],
    [K.MetaProperty, walkMetaProperty],
    [K.ThisKeyword, (walk: Walk, node: ts.Node) => walk.visitor.receiver(close(node))],
    [K.SuperKeyword, (walk: Walk) => walk.visitor.receiver(null)],
    [K.CallExpression, walkCall],
    [K.BinaryExpression, walkBinary],
    [K.PrefixUnaryExpression, walkUnary],
    [K.PostfixUnaryExpression, walkUnary],
    [K.PropertyAssignment, walkPropertyAssignment],
    [K.ShorthandPropertyAssignment, walkShorthand],
    [
      K.AwaitExpression,
      (walk: Walk, node: ts.AwaitExpression) => {
        walk.visitor.suspension("await", close(node));
        walk.visit(node.expression);
      },
    ],
    [
      K.YieldExpression,
      (walk: Walk, node: ts.YieldExpression) => {
        walk.visitor.suspension(node.asteriskToken === undefined ? "yield" : "yieldStar", close(node));
        walk.visit(node.expression);
      },
    ],
  ];
}

/** Reports a name that is read. `arguments` is a keyword in all but its looks. */
export function reference(walk: Walk, node: ts.Identifier): void {
  if (node.text === "arguments") walk.visitor.receiver(null);
  else if (node.text !== "") walk.visitor.reference(node.text, close(node), "read");
}

function walkMetaProperty(walk: Walk, node: ts.MetaProperty): void {
  if (node.keywordToken === walk.ts.SyntaxKind.NewKeyword) walk.visitor.receiver(null);
}

function walkCall(walk: Walk, node: ts.CallExpression): void {
  const callee = skipWrappers(walk.ts, node.expression);
  if (walk.ts.isIdentifier(callee) && callee.text === "eval") walk.visitor.eval(close(node));
  walk.children(node);
}

/** A chain `a + b + c + …` leans to the left and may be thousands long, so its spine is walked in a loop. */
function walkBinary(walk: Walk, node: ts.BinaryExpression): void {
  const spine = [node];
  let left: ts.Expression = node;
  while (walk.ts.isBinaryExpression(left) && !isAssignmentOperator(walk.ts, left.operatorToken.kind)) {
    if (left !== node) {
      walk.visitor.enter(close(left));
      spine.push(left);
    }
    left = left.left;
  }
  if (left === node) {
    walkAssignment(walk, node);
    return;
  }
  walk.visit(left);
  for (let next = spine.pop(); next !== undefined; next = spine.pop()) {
    walk.visit(next.right);
    if (next !== node) walk.visitor.leave(close(next));
  }
}

function walkAssignment(walk: Walk, node: ts.BinaryExpression): void {
  const isPlain = node.operatorToken.kind === walk.ts.SyntaxKind.EqualsToken;
  walkTarget(walk, node.left, isPlain ? "write" : "update");
  const target = skipWrappers(walk.ts, node.left);
  if (walk.ts.isIdentifier(target) && givesInt32(walk.ts, node)) walk.visitor.int32(close(target));
  walk.visit(node.right);
}

function walkUnary(walk: Walk, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): void {
  const { SyntaxKind: K } = walk.ts;
  const isUpdate = node.operator === K.PlusPlusToken || node.operator === K.MinusMinusToken;
  if (isUpdate) walkTarget(walk, node.operand, "update");
  else walk.visit(node.operand);
}

/** Visits the expression in a computed name; other property names say nothing. */
export function walkPropertyName(walk: Walk, name: ts.PropertyName | undefined): void {
  if (name !== undefined && walk.ts.isComputedPropertyName(name)) walk.visit(name.expression);
}

function walkPropertyAssignment(walk: Walk, node: ts.PropertyAssignment): void {
  walkPropertyName(walk, node.name);
  walk.visit(node.initializer);
}

function walkShorthand(walk: Walk, node: ts.ShorthandPropertyAssignment): void {
  walk.visit(node.name);
}
