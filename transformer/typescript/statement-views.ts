/**
 * Views of statements.
 */

import type ts from "typescript";
import type { HostNode, StatementView, VariableView } from "../core/dialect.js";
import { type CancellationNames, hasThrow, namesCancellation } from "./catch-clauses.js";
import { classSlots } from "./class-slots.js";
import type { ViewSettings } from "./expression-views.js";
import { close, closeAll, type TypeScript } from "./host-node.js";
import { isErased, variableKind } from "./syntax.js";

interface StatementSettings extends ViewSettings {
  readonly cancellationNames: CancellationNames;
}

type Rule = (node: never, settings: StatementSettings) => StatementView;

/** Makes the function that views a statement. */
export function createStatementView(settings: StatementSettings): (node: ts.Node) => StatementView {
  const { ts } = settings;
  const rules = new Map<ts.SyntaxKind, Rule>([...simpleRules(ts), ...controlRules(ts), ...declarationRules(ts)]);
  return (node) => {
    if (isErased(ts, node)) return { kind: "erased" };
    const rule = rules.get(node.kind) as ((node: ts.Node, settings: StatementSettings) => StatementView) | undefined;
    return rule?.(node, settings) ?? { kind: "opaque" };
  };
}

function optional(node: ts.Node | undefined): HostNode | null {
  return node === undefined ? null : close(node);
}

function simpleRules(ts: TypeScript): [ts.SyntaxKind, Rule][] {
  const { SyntaxKind: K } = ts;
  return [
    [
      K.ExpressionStatement,
      (node: ts.ExpressionStatement) => ({ kind: "expression", expression: close(node.expression) }),
    ],
    [K.VariableStatement, (node: ts.VariableStatement) => variableView(ts, node.declarationList)],
    [K.Block, (node: ts.Block) => ({ kind: "block", body: closeAll(node.statements) })],
    [K.EmptyStatement, () => ({ kind: "erased" })],
    [
      K.LabeledStatement,
      (node: ts.LabeledStatement) => ({
        kind: "labeled",
        label: node.label.text,
        body: close(node.statement),
      }),
    ],
    [K.BreakStatement, (node: ts.BreakStatement) => ({ kind: "break", label: node.label?.text ?? null })],
    [K.ContinueStatement, (node: ts.ContinueStatement) => ({ kind: "continue", label: node.label?.text ?? null })],
    [K.ReturnStatement, (node: ts.ReturnStatement) => ({ kind: "return", argument: optional(node.expression) })],
    [K.ThrowStatement, (node: ts.ThrowStatement) => ({ kind: "throw", argument: close(node.expression) })],
    [K.WithStatement, () => ({ kind: "with" })],
  ];
}

function declarationRules(ts: TypeScript): [ts.SyntaxKind, Rule][] {
  const { SyntaxKind: K } = ts;
  const named = (node: { readonly name?: ts.Node | undefined }): string =>
    node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : "";
  return [
    [K.FunctionDeclaration, (node: ts.FunctionDeclaration) => ({ kind: "function", name: named(node) })],
    [
      K.ClassDeclaration,
      (node: ts.ClassDeclaration, settings: StatementSettings) => ({
        kind: "class",
        name: named(node),
        slots: classSlots(settings, node),
      }),
    ],
    [K.EnumDeclaration, (node: ts.EnumDeclaration) => ({ kind: "declaration", name: named(node) })],
    [K.ModuleDeclaration, (node: ts.ModuleDeclaration) => ({ kind: "declaration", name: named(node) })],
    [K.ImportEqualsDeclaration, (node: ts.ImportEqualsDeclaration) => ({ kind: "declaration", name: named(node) })],
  ];
}

/** Views a declaration list, in a statement or in the head of a loop. */
export function variableView(ts: TypeScript, list: ts.VariableDeclarationList): VariableView {
  return {
    kind: "variable",
    declaration: variableKind(ts, list),
    declarators: list.declarations.map((declaration) => ({
      node: close(declaration),
      target: close(declaration.name),
      initializer: optional(declaration.initializer),
    })),
  };
}

function controlRules(ts: TypeScript): [ts.SyntaxKind, Rule][] {
  const { SyntaxKind: K } = ts;
  return [
    [
      K.IfStatement,
      (node: ts.IfStatement) => ({
        kind: "if",
        test: close(node.expression),
        consequent: close(node.thenStatement),
        alternate: optional(node.elseStatement),
      }),
    ],
    [
      K.WhileStatement,
      (node: ts.WhileStatement) => ({
        kind: "while",
        test: close(node.expression),
        body: close(node.statement),
      }),
    ],
    [
      K.DoStatement,
      (node: ts.DoStatement) => ({
        kind: "doWhile",
        test: close(node.expression),
        body: close(node.statement),
      }),
    ],
    [K.ForStatement, viewFor],
    [K.ForInStatement, viewForInOf],
    [K.ForOfStatement, viewForInOf],
    [K.SwitchStatement, viewSwitch],
    [K.TryStatement, viewTry],
  ];
}

function viewFor(node: ts.ForStatement, { ts }: StatementSettings): StatementView {
  const { initializer } = node;
  return {
    kind: "for",
    initializer:
      initializer === undefined
        ? null
        : ts.isVariableDeclarationList(initializer)
          ? { kind: "variable", node: close(initializer), view: variableView(ts, initializer) }
          : { kind: "expression", node: close(initializer) },
    test: optional(node.condition),
    update: optional(node.incrementor),
    body: close(node.statement),
  };
}

function viewForInOf(node: ts.ForInOrOfStatement, { ts }: StatementSettings): StatementView {
  const { initializer } = node;
  return {
    kind: ts.isForInStatement(node) ? "forIn" : node.awaitModifier === undefined ? "forOf" : "forAwait",
    left: ts.isVariableDeclarationList(initializer)
      ? { kind: "variable", node: close(initializer), view: variableView(ts, initializer) }
      : { kind: "target", node: close(initializer) },
    right: close(node.expression),
    body: close(node.statement),
  };
}

function viewSwitch(node: ts.SwitchStatement, { ts }: StatementSettings): StatementView {
  return {
    kind: "switch",
    discriminant: close(node.expression),
    cases: node.caseBlock.clauses.map((clause) => ({
      node: close(clause),
      test: ts.isCaseClause(clause) ? close(clause.expression) : null,
      body: closeAll(clause.statements),
    })),
  };
}

function viewTry(node: ts.TryStatement, { ts, cancellationNames }: StatementSettings): StatementView {
  const clause = node.catchClause;
  return {
    kind: "try",
    block: close(node.tryBlock),
    handler:
      clause === undefined
        ? null
        : {
            node: close(clause),
            parameter: optional(clause.variableDeclaration?.name),
            body: close(clause.block),
            hasThrow: hasThrow(ts, clause.block),
            namesCancellation: namesCancellation(ts, clause, cancellationNames),
          },
    finalizer: optional(node.finallyBlock),
  };
}
