/**
 * Walks statements: their scopes, jumps and variable declarations.
 */

import type ts from "typescript";
import { close, type TypeScript } from "./host-node.js";
import { isInt32 } from "./int32.js";
import { variableKind } from "./syntax.js";
import type { Walk, WalkRule } from "./walk.js";
import { walkBinding, walkTarget } from "./walk-targets.js";

/** The rules of every statement that reports more than its children. */
export function statementRules(ts: TypeScript): [ts.SyntaxKind, WalkRule][] {
  const { SyntaxKind: K } = ts;
  return [
    [K.Block, (walk: Walk, node: ts.Block) => walk.scoped("block", node, () => walk.visitAll(node.statements))],
    [K.VariableStatement, walkVariableStatement],
    [K.VariableDeclarationList, walkVariableList],
    [K.VariableDeclaration, () => undefined],
    [K.ForStatement, walkFor],
    [K.ForInStatement, walkForInOf],
    [K.ForOfStatement, walkForInOf],
    [K.SwitchStatement, walkSwitch],
    [K.CatchClause, walkCatch],
    [K.LabeledStatement, (walk: Walk, node: ts.LabeledStatement) => walk.visit(node.statement)],
    [
      K.BreakStatement,
      (walk: Walk, node: ts.BreakStatement) => walk.visitor.jump("break", close(node), node.label?.text ?? null),
    ],
    [
      K.ContinueStatement,
      (walk: Walk, node: ts.ContinueStatement) => walk.visitor.jump("continue", close(node), node.label?.text ?? null),
    ],
    [
      K.ReturnStatement,
      (walk: Walk, node: ts.ReturnStatement) => {
        walk.visitor.jump("return", close(node), null);
        walk.visit(node.expression);
      },
    ],
    [
      K.IfStatement,
      (walk: Walk, node: ts.IfStatement) => {
        for (const arm of [node.thenStatement, node.elseStatement])
          if (arm !== undefined && ts.isFunctionDeclaration(arm)) walk.visitor.bareFunction(close(arm));
        walk.children(node);
      },
    ],
    [
      K.WithStatement,
      (walk: Walk, node: ts.WithStatement) => {
        walk.visitor.with(close(node));
        walk.children(node);
      },
    ],
  ];
}

function walkVariableStatement(walk: Walk, node: ts.VariableStatement): void {
  const list = node.declarationList;
  const kind = variableKind(walk.ts, list);
  if (kind === "var") walk.visitor.variableStatement(close(node), "statement");
  if (kind === "await using") walk.visitor.suspension("awaitUsing", close(node));
  walkDeclarators(walk, list);
}

/** The declaration in the head of a loop. */
function walkVariableList(walk: Walk, list: ts.VariableDeclarationList): void {
  const kind = variableKind(walk.ts, list);
  const position = walk.ts.isForStatement(list.parent) ? "forInit" : "forInOf";
  if (kind === "var") walk.visitor.variableStatement(close(list), position);
  if (kind === "await using") walk.visitor.suspension("awaitUsing", close(list));
  walkDeclarators(walk, list);
}

function walkDeclarators(walk: Walk, list: ts.VariableDeclarationList): void {
  const kind = variableKind(walk.ts, list);
  for (const declarator of list.declarations) {
    walk.visitor.enter(close(declarator));
    const { name, initializer } = declarator;
    walkBinding(walk, name, kind === "await using" ? "using" : kind);
    if (walk.ts.isIdentifier(name) && isInt32(walk.ts, initializer)) walk.visitor.int32(close(name));
    walk.visit(initializer);
    walk.visitor.leave(close(declarator));
    if (!isIterated(walk.ts, list)) walk.visitor.declared(close(declarator));
  }
}

/** The head of `for-in` and `for-of`: its names get their values only behind what is iterated over. */
function isIterated(ts: TypeScript, { parent }: ts.VariableDeclarationList): boolean {
  return ts.isForInStatement(parent) || ts.isForOfStatement(parent);
}

function walkFor(walk: Walk, node: ts.ForStatement): void {
  inLoopScope(walk, node, node.initializer, () => walk.children(node));
}

function walkForInOf(walk: Walk, node: ts.ForInOrOfStatement): void {
  const isAwait = walk.ts.isForOfStatement(node) && node.awaitModifier !== undefined;
  if (isAwait) walk.visitor.suspension("forAwait", close(node));
  inLoopScope(walk, node, node.initializer, () => {
    if (walk.ts.isVariableDeclarationList(node.initializer)) walk.visit(node.initializer);
    else walkTarget(walk, node.initializer, "write");
    walk.visit(node.expression);
    if (walk.ts.isVariableDeclarationList(node.initializer)) walk.visitor.declared(close(node.initializer));
    walk.visit(node.statement);
  });
}

/** A loop's head has a scope of its own when it declares block-scoped names. */
function inLoopScope(walk: Walk, loop: ts.Node, head: ts.ForInitializer | undefined, inside: () => void): void {
  const isLexical =
    head !== undefined && walk.ts.isVariableDeclarationList(head) && variableKind(walk.ts, head) !== "var";
  if (isLexical) walk.scoped("block", loop, inside);
  else inside();
}

function walkSwitch(walk: Walk, node: ts.SwitchStatement): void {
  walk.visit(node.expression);
  walk.scoped("block", node, () => walk.visitAll(node.caseBlock.clauses));
}

function walkCatch(walk: Walk, node: ts.CatchClause): void {
  walk.scoped("catch", node, () => {
    if (node.variableDeclaration !== undefined) walkBinding(walk, node.variableDeclaration.name, "catch");
    walk.visit(node.block);
  });
}
