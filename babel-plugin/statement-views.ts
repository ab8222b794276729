/**
 * Views of statements.
 */

import type { StatementView, VariableView } from "../transformer/core/dialect.js";
import { close, closeAll, closeOrNull, type Node, type NodeOf, type t, type Types } from "./ast.js";
import { type CancellationNames, hasThrow, namesCancellation } from "./catch-clauses.js";
import { classSlots } from "./class-slots.js";
import type { ViewSettings } from "./expression-views.js";
import { isErased } from "./syntax.js";

interface StatementSettings extends ViewSettings {
  readonly types: Types;
  readonly cancellationNames: CancellationNames;
}

type Rules = { readonly [K in Node["type"]]?: (node: NodeOf<K>, settings: StatementSettings) => StatementView };

/** Makes the function that views a statement. */
export function createStatementView(settings: StatementSettings): (node: Node) => StatementView {
  return (node) => {
    if (isErased(node)) return { kind: "erased" };
    const rule = rules[node.type] as ((node: Node, settings: StatementSettings) => StatementView) | undefined;
    return rule?.(node, settings) ?? { kind: "opaque" };
  };
}

const rules: Rules = {
  ExpressionStatement: (node) => ({ kind: "expression", expression: close(node.expression) }),
  VariableDeclaration: variableView,
  BlockStatement: (node) => ({ kind: "block", body: closeAll(node.body) }),
  EmptyStatement: () => ({ kind: "erased" }),
  LabeledStatement: (node) => ({ kind: "labeled", label: node.label.name, body: close(node.body) }),
  BreakStatement: (node) => ({ kind: "break", label: node.label?.name ?? null }),
  ContinueStatement: (node) => ({ kind: "continue", label: node.label?.name ?? null }),
  ReturnStatement: (node) => ({ kind: "return", argument: closeOrNull(node.argument) }),
  ThrowStatement: (node) => ({ kind: "throw", argument: close(node.argument) }),
  WithStatement: () => ({ kind: "with" }),
  FunctionDeclaration: (node) => ({ kind: "function", name: node.id?.name ?? "" }),
  ClassDeclaration: (node, settings) => ({
    kind: "class",
    name: node.id?.name ?? "",
    slots: classSlots(settings, node),
  }),
  TSEnumDeclaration: viewDeclaration,
  TSModuleDeclaration: viewDeclaration,
  TSImportEqualsDeclaration: viewDeclaration,
  EnumDeclaration: viewDeclaration,
  IfStatement: (node) => ({
    kind: "if",
    test: close(node.test),
    consequent: close(node.consequent),
    alternate: closeOrNull(node.alternate),
  }),
  WhileStatement: (node) => ({ kind: "while", test: close(node.test), body: close(node.body) }),
  DoWhileStatement: (node) => ({ kind: "doWhile", test: close(node.test), body: close(node.body) }),
  ForStatement: viewFor,
  ForInStatement: viewForInOf,
  ForOfStatement: viewForInOf,
  SwitchStatement: (node) => ({
    kind: "switch",
    discriminant: close(node.discriminant),
    cases: node.cases.map((clause) => ({
      node: close(clause),
      test: closeOrNull(clause.test),
      body: closeAll(clause.consequent),
    })),
  }),
  TryStatement: viewTry,
};

function viewDeclaration({ id }: { readonly id: Node }): StatementView {
  return { kind: "declaration", name: id.type === "Identifier" ? id.name : "" };
}

/** Views a declaration, as a statement or in the head of a loop. */
export function variableView(node: t.VariableDeclaration): VariableView {
  return {
    kind: "variable",
    declaration: node.kind,
    declarators: node.declarations.map((declarator) => ({
      node: close(declarator),
      target: close(declarator.id),
      initializer: closeOrNull(declarator.init),
    })),
  };
}

function viewFor(node: t.ForStatement): StatementView {
  const { init } = node;
  return {
    kind: "for",
    initializer: !init
      ? null
      : init.type === "VariableDeclaration"
        ? { kind: "variable", node: close(init), view: variableView(init) }
        : { kind: "expression", node: close(init) },
    test: closeOrNull(node.test),
    update: closeOrNull(node.update),
    body: close(node.body),
  };
}

function viewForInOf(node: t.ForXStatement): StatementView {
  const { left } = node;
  return {
    kind: node.type === "ForInStatement" ? "forIn" : node.await ? "forAwait" : "forOf",
    left:
      left.type === "VariableDeclaration"
        ? { kind: "variable", node: close(left), view: variableView(left) }
        : { kind: "target", node: close(left) },
    right: close(node.right),
    body: close(node.body),
  };
}

function viewTry(node: t.TryStatement, { types, cancellationNames }: StatementSettings): StatementView {
  const { handler } = node;
  return {
    kind: "try",
    block: close(node.block),
    handler: !handler
      ? null
      : {
          node: close(handler),
          parameter: closeOrNull(handler.param),
          body: close(handler.body),
          hasThrow: hasThrow(types, handler.body),
          namesCancellation: namesCancellation(types, handler, cancellationNames),
        },
    finalizer: closeOrNull(node.finalizer),
  };
}
