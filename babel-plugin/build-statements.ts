/**
 * The builder's statements.
 */

import type { Builder, HostNode, SwitchCase } from "../transformer/core/dialect.js";
import { close, open, openAll, openOrNull, type t, type Types } from "./ast.js";

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

/** Makes the part of the builder that builds statements. */
export function createStatementBuilder(types: Types): StatementBuilder {
  const block = (body: readonly HostNode[]): t.BlockStatement => types.blockStatement(openAll<t.Statement>(body));
  return {
    expressionStatement: (expression) => close(types.expressionStatement(open<t.Expression>(expression))),
    variable: (kind, declarators) => {
      const list = declarators.map(({ target, initializer }) => {
        const name = typeof target === "string" ? types.identifier(target) : open<t.LVal>(target);
        return types.variableDeclarator(name, openOrNull<t.Expression>(initializer));
      });
      return close(types.variableDeclaration(kind, list));
    },
    if: (test, consequent, alternate) =>
      close(
        types.ifStatement(
          open<t.Expression>(test),
          branch(block(consequent)),
          alternate === null ? null : elseBranch(block(alternate)),
        ),
      ),
    block: (body) => close(block(body)),
    return: (argument) => close(types.returnStatement(openOrNull<t.Expression>(argument))),
    throw: (argument) => close(types.throwStatement(open<t.Expression>(argument))),
    continue: (label) => close(types.continueStatement(label === null ? null : types.identifier(label))),
    functionDeclaration: (name, parameters, body) => {
      const list = parameters.map((each) => types.identifier(each));
      return close(types.functionDeclaration(types.identifier(name), list, block(body)));
    },
    dispatchLoop: (label, discriminant, cases, recovery) => {
      const clauses = cases.map((clause) => caseClause(types, clause));
      const dispatch = types.switchStatement(open<t.Expression>(discriminant), clauses);
      const turn =
        recovery === null
          ? dispatch
          : types.tryStatement(
              types.blockStatement([dispatch]),
              types.catchClause(types.identifier(recovery.error), block(recovery.body)),
            );
      const loop = types.forStatement(null, null, null, turn);
      return close(label === null ? loop : types.labeledStatement(types.identifier(label), loop));
    },
  };
}

/** One short jump needs no braces. */
function branch(block: t.BlockStatement): t.Statement {
  const only = block.body.length === 1 ? block.body[0] : undefined;
  const isJump =
    only?.type === "ReturnStatement" || only?.type === "ThrowStatement" || only?.type === "ContinueStatement";
  return isJump && !only.loc ? only : block;
}

/** `else if` instead of `else { if }`. */
function elseBranch(block: t.BlockStatement): t.Statement {
  const only = block.body.length === 1 ? block.body[0] : undefined;
  return only?.type === "IfStatement" ? only : branch(block);
}

function caseClause(types: Types, { state, body, comment }: SwitchCase): t.SwitchCase {
  const statements = openAll<t.Statement>(body);
  const declares = statements.some(declaresNames);
  const clause = types.switchCase(
    types.numericLiteral(state),
    declares ? [types.blockStatement(statements)] : statements,
  );
  if (comment !== null) types.addComment(clause, "leading", ` ${comment.replace(/\s+/g, " ").trim()}`, true);
  return clause;
}

/** Would the statement's names be seen by the other cases? */
function declaresNames({ type }: t.Statement): boolean {
  return (
    type === "VariableDeclaration" ||
    type === "FunctionDeclaration" ||
    type === "ClassDeclaration" ||
    type === "TSEnumDeclaration"
  );
}
