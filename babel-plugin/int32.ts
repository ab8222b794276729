/**
 * Which expressions are 32-bit integers, as far as their form tells: `7`, `-1`, `x | 0`, `(a ^ b) & 0xff`.
 *
 * An operation on bits gives one if an operand is a number: with a BigInt on the other side it throws.
 */
import type { Node, t } from "./ast.js";
import { skipWrappers } from "./syntax.js";

/** Is the value a 32-bit integer (unless its evaluation throws)? */
export function isInt32(expression: Node | null | undefined): boolean {
  let inner = expression ?? null;
  while (inner !== null) {
    inner = skipWrappers(inner);
    if (inner.type !== "BinaryExpression") return isSmallLiteral(inner);
    if (!ofBits.has(inner.operator)) return false;
    if (isInt32(inner.right)) return true;
    inner = inner.left;
  }
  return false;
}

function isSmallLiteral(node: Node): boolean {
  if (node.type === "NumericLiteral") return (node.value | 0) === node.value;
  if (node.type !== "UnaryExpression" || node.operator !== "-") return false;
  const { argument } = node;
  // (`-0` is none.)
  return argument.type === "NumericLiteral" && argument.value !== 0 && isSmallLiteral(argument);
}

/** The same of what an assignment gives its target. */
export function givesInt32({ operator, right }: t.AssignmentExpression): boolean {
  return (operator === "=" || ofBits.has(operator.slice(0, -1))) && isInt32(right);
}

const ofBits: ReadonlySet<string> = new Set(["|", "&", "^", "<<", ">>"]);
