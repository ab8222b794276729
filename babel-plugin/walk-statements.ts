/**
 * Walks statements: their scopes, jumps and variable declarations.
 */

import { close, type Node, type t } from "./ast.js";
import { isInt32 } from "./int32.js";
import { isErased } from "./syntax.js";
import type { Walk, WalkRules } from "./walk.js";
import { walkBinding, walkTarget } from "./walk-targets.js";

/** The rules of every statement that reports more than its children. */
export const statementRules: WalkRules = {
  BlockStatement: walkBlock,
  VariableDeclaration: (walk, node) => walkVariables(walk, node, "statement"),
  ForStatement: walkFor,
  ForInStatement: walkForInOf,
  ForOfStatement: walkForInOf,
  DoWhileStatement: (walk, node) => {
    walk.visit(node.body);
    walk.visit(node.test);
  },
  SwitchStatement: (walk, node) => {
    walk.visit(node.discriminant);
    walk.scoped("block", node, () => walk.visitAll(node.cases));
  },
  CatchClause: (walk, node) => {
    walk.scoped("catch", node, () => {
      if (node.param) walkBinding(walk, node.param, "catch");
      walk.visit(node.body);
    });
  },
  LabeledStatement: (walk, node) => walk.visit(node.body),
  BreakStatement: (walk, node) => walk.visitor.jump("break", close(node), node.label?.name ?? null),
  ContinueStatement: (walk, node) => walk.visitor.jump("continue", close(node), node.label?.name ?? null),
  ReturnStatement: (walk, node) => {
    walk.visitor.jump("return", close(node), null);
    walk.visit(node.argument);
  },
  IfStatement: (walk, node) => {
    for (const arm of [node.consequent, node.alternate])
      if (arm?.type === "FunctionDeclaration") walk.visitor.bareFunction(close(arm));
    walk.children(node);
  },
  WithStatement: (walk, node) => {
    walk.visitor.with(close(node));
    walk.children(node);
  },
};

/** Blocks nest more deeply than anything else, so that this rule takes little of the stack. */
function walkBlock({ visitor, visit }: Walk, node: t.BlockStatement): void {
  visitor.scope("block", close(node));
  for (const statement of node.body) visit(statement);
  visitor.endScope(close(node));
}

function walkVariables(walk: Walk, node: t.VariableDeclaration, position: "statement" | "forInit" | "forInOf"): void {
  const { kind } = node;
  if (kind === "var") walk.visitor.variableStatement(close(node), position);
  if (kind === "await using") walk.visitor.suspension("awaitUsing", close(node));
  for (const declarator of node.declarations) {
    walk.visitor.enter(close(declarator));
    const { id, init } = declarator;
    walkBinding(walk, id, kind === "await using" ? "using" : kind);
    if (id.type === "Identifier" && isInt32(init)) walk.visitor.int32(close(id));
    walk.visit(init);
    walk.visitor.leave(close(declarator));
    if (position !== "forInOf") walk.visitor.declared(close(declarator));
  }
}

/** The declaration in the head of a loop. */
function walkHead(walk: Walk, node: t.VariableDeclaration, position: "forInit" | "forInOf"): void {
  walk.visitor.enter(close(node));
  walkVariables(walk, node, position);
  walk.visitor.leave(close(node));
}

function walkFor(walk: Walk, node: t.ForStatement): void {
  inLoopScope(walk, node, node.init, () => {
    if (node.init?.type === "VariableDeclaration") walkHead(walk, node.init, "forInit");
    else walk.visit(node.init);
    walk.visit(node.test);
    walk.visit(node.update);
    walk.visit(node.body);
  });
}

function walkForInOf(walk: Walk, node: t.ForXStatement): void {
  if (node.type === "ForOfStatement" && node.await) walk.visitor.suspension("forAwait", close(node));
  inLoopScope(walk, node, node.left, () => {
    if (node.left.type === "VariableDeclaration") walkHead(walk, node.left, "forInOf");
    else walkTarget(walk, node.left, "write");
    walk.visit(node.right);
    if (node.left.type === "VariableDeclaration") walk.visitor.declared(close(node.left));
    walk.visit(node.body);
  });
}

/** A loop's head has a scope of its own when it declares block-scoped names. */
function inLoopScope(walk: Walk, loop: Node, head: Node | null | undefined, inside: () => void): void {
  const isLexical = head?.type === "VariableDeclaration" && head.kind !== "var" && !isErased(head);
  if (isLexical) walk.scoped("block", loop, inside);
  else inside();
}
