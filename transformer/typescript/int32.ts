/**
 * Which expressions are 32-bit integers, as far as their form tells: `7`, `-1`, `x | 0`, `(a ^ b) & 0xff`.
 *
 * An operation on bits gives one if an operand is a number: with a BigInt on the other side it throws.
 */
import type ts from "typescript";
import type { TypeScript } from "./host-node.js";
import { skipWrappers } from "./syntax.js";

/** Is the value a 32-bit integer (unless its evaluation throws)? */
export function isInt32(ts: TypeScript, expression: ts.Expression | undefined): boolean {
  let inner: ts.Node | undefined = expression;
  while (inner !== undefined) {
    inner = skipWrappers(ts, inner);
    if (!ts.isBinaryExpression(inner)) return isSmallLiteral(ts, inner);
    if (!isOfBits(ts, inner.operatorToken.kind)) return false;
    if (isInt32(ts, inner.right)) return true;
    inner = inner.left;
  }
  return false;
}

function isSmallLiteral(ts: TypeScript, node: ts.Node): boolean {
  if (ts.isNumericLiteral(node)) return (Number(node.text) | 0) === Number(node.text);
  if (!ts.isPrefixUnaryExpression(node) || node.operator !== ts.SyntaxKind.MinusToken) return false;
  // (`-0` is none.)
  return ts.isNumericLiteral(node.operand) && Number(node.operand.text) !== 0 && isSmallLiteral(ts, node.operand);
}

/** The same of what an assignment gives its target. */
export function givesInt32(ts: TypeScript, { operatorToken, right }: ts.BinaryExpression): boolean {
  return isAssignmentOfBits(ts, operatorToken.kind) && isInt32(ts, right);
}

function isOfBits(ts: TypeScript, operator: ts.SyntaxKind): boolean {
  const { SyntaxKind: K } = ts;
  return (
    operator === K.BarToken ||
    operator === K.AmpersandToken ||
    operator === K.CaretToken ||
    operator === K.LessThanLessThanToken ||
    operator === K.GreaterThanGreaterThanToken
  );
}

function isAssignmentOfBits(ts: TypeScript, operator: ts.SyntaxKind): boolean {
  const { SyntaxKind: K } = ts;
  return (
    operator === K.EqualsToken ||
    operator === K.BarEqualsToken ||
    operator === K.AmpersandEqualsToken ||
    operator === K.CaretEqualsToken ||
    operator === K.LessThanLessThanEqualsToken ||
    operator === K.GreaterThanGreaterThanEqualsToken
  );
}
