/**
 * The builder's statements.
 */

import type ts from "typescript";
import type { Builder, HostNode, SwitchCase } from "../core/dialect.js";
import { close, open, openAll, openOrNull, type TypeScript } from "./host-node.js";

type StatementBuilder = Pick<
  Builder,
  | "expressionStatement"
  | "variable"
  | "if"
  | "block"
  | "return"
  | "throw"
  | "continue"
  | "dispatchLoop"
  | "functionDeclaration"
>;

interface StatementSettings {
  readonly ts: TypeScript;
  readonly factory: ts.NodeFactory;
}

/** Makes the part of the builder that builds statements. */
export function createStatementBuilder({ ts, factory }: StatementSettings): StatementBuilder {
  const block = (body: readonly HostNode[]): ts.Block => factory.createBlock(openAll<ts.Statement>(body), true);
  const flags = { let: ts.NodeFlags.Let, const: ts.NodeFlags.Const, var: ts.NodeFlags.None };
  return {
    expressionStatement: (expression) => close(factory.createExpressionStatement(open<ts.Expression>(expression))),
    variable: (kind, declarators) => {
      const list = declarators.map(({ target, initializer }) => {
        const name = typeof target === "string" ? target : open<ts.BindingName>(target);
        return factory.createVariableDeclaration(name, undefined, undefined, openOrNull<ts.Expression>(initializer));
      });
      return close(
        factory.createVariableStatement(undefined, factory.createVariableDeclarationList(list, flags[kind])),
      );
    },
    if: (test, consequent, alternate) => {
      const then = branch(ts, block(consequent));
      const otherwise = alternate === null ? undefined : elseBranch(ts, block(alternate));
      const statement = factory.createIfStatement(open<ts.Expression>(test), then, otherwise);
      const isShort = otherwise === undefined && !ts.isBlock(then);
      return close(isShort ? ts.setEmitFlags(statement, ts.EmitFlags.SingleLine) : statement);
    },
    block: (body) => close(block(body)),
    return: (argument) => close(factory.createReturnStatement(openOrNull<ts.Expression>(argument))),
    throw: (argument) => close(factory.createThrowStatement(open<ts.Expression>(argument))),
    continue: (label) => close(factory.createContinueStatement(label ?? undefined)),
    functionDeclaration: (name, parameters, body) => {
      const list = parameters.map((each) => factory.createParameterDeclaration(undefined, undefined, each));
      return close(
        factory.createFunctionDeclaration(undefined, undefined, name, undefined, list, undefined, block(body)),
      );
    },
    dispatchLoop: (label, discriminant, cases, recovery) => {
      const clauses = cases.map((clause) => caseClause(ts, factory, clause));
      const dispatch = factory.createSwitchStatement(
        open<ts.Expression>(discriminant),
        factory.createCaseBlock(clauses),
      );
      const turn =
        recovery === null
          ? dispatch
          : factory.createTryStatement(
              factory.createBlock([dispatch], true),
              factory.createCatchClause(recovery.error, block(recovery.body)),
              undefined,
            );
      // `for (;;) switch (…) {` in one line: what is inside stands one level less deep.
      const inOneLine = ts.EmitFlags.SingleLine;
      const loop = ts.setEmitFlags(factory.createForStatement(undefined, undefined, undefined, turn), inOneLine);
      return close(label === null ? loop : factory.createLabeledStatement(label, loop));
    },
  };
}

/** One short jump needs no braces. */
function branch(ts: TypeScript, block: ts.Block): ts.Statement {
  const only = block.statements.length === 1 ? block.statements[0] : undefined;
  const isShort =
    only !== undefined &&
    (ts.isReturnStatement(only) || ts.isThrowStatement(only) || ts.isContinueStatement(only)) &&
    only.pos < 0;
  return isShort ? only : block;
}

/** `else if` instead of `else { if }`. */
function elseBranch(ts: TypeScript, block: ts.Block): ts.Statement {
  const only = block.statements.length === 1 ? block.statements[0] : undefined;
  return only !== undefined && ts.isIfStatement(only) ? only : branch(ts, block);
}

function caseClause(ts: TypeScript, factory: ts.NodeFactory, { state, body, comment }: SwitchCase): ts.CaseClause {
  const statements = openAll<ts.Statement>(body);
  const declares = statements.some((statement) => declaresNames(ts, statement));
  const clause = factory.createCaseClause(
    factory.createNumericLiteral(state),
    declares ? [factory.createBlock(statements, true)] : statements,
  );
  if (comment === null) return clause;
  const text = ` ${comment.replace(/\s+/g, " ").trim()}`;
  return ts.addSyntheticLeadingComment(clause, ts.SyntaxKind.SingleLineCommentTrivia, text, true);
}

/** Would the statement's names be seen by the other cases? */
function declaresNames(ts: TypeScript, statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  );
}
