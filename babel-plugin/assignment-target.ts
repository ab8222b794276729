/**
 * Turns a `var` declaration into assignments: statements for a statement, one expression (or nothing) for the head
 * of a `for`, a target for the head of `for-in` and `for-of`. Patterns are moved as they are: Babel has the same
 * nodes for what is declared and what is assigned to.
 */

import type { Node, t, Types } from "./ast.js";

/** @param parent where the declaration stands */
export function variableAsAssignments(
  types: Types,
  node: t.VariableDeclaration,
  parent: Node | undefined,
): readonly Node[] {
  if (parent?.type === "ForInStatement" || parent?.type === "ForOfStatement")
    return node.declarations.map(({ id }) => id);
  const assignments = node.declarations.flatMap(({ id, init, loc }) => {
    if (!init) return [];
    const assignment = types.assignmentExpression("=", id as t.AssignmentExpression["left"], init);
    assignment.loc = loc ?? null;
    return [assignment];
  });
  if (parent?.type === "ForStatement") {
    const [first, ...others] = assignments;
    if (first === undefined) return [];
    return [others.length === 0 ? first : types.sequenceExpression(assignments)];
  }
  return assignments.map((assignment, index) => {
    const statement = types.expressionStatement(assignment);
    // The first one takes the place and the comments of the whole statement.
    return index === 0 ? types.inherits(statement, node) : statement;
  });
}
