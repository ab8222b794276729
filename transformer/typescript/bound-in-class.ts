/**
 * Heritage, keys and decorators that mean something only where they stand. When one of them suspends, those before it are
 * evaluated before the class:
 *
 *     class C { [a]() {} [await b]() {} }      →      _a = a; _b = await b; class C { [_a]() {} [_b]() {} }
 *
 * There `#x` would be no name of `C`, `C` might be another one, and code that is not strict would be sloppy.
 */

import type ts from "typescript";
import type { ClassSurroundings } from "../core/dialect.js";
import { classSlots } from "./class-slots.js";
import type { ViewSettings } from "./expression-views.js";
import { close, open, type TypeScript } from "./host-node.js";
import { isAssignmentOperator, skipWrappers } from "./syntax.js";

/** The first part that would mean something else outside of the class. */
export function boundInClass(
  views: ViewSettings,
  node: ts.ClassLikeDeclaration,
  around: ClassSurroundings,
): ts.Node | undefined {
  const slots = classSlots(views, node);
  const moved = slots.slice(0, slots.findLastIndex((slot) => around.suspends(slot.node)) + 1);
  if (moved.length === 0) return undefined;
  const { ts } = views;
  const names = privateNames(ts, node);
  const outside = new Set<ts.Node>(node.heritageClauses?.flatMap(({ types }) => types.map((type) => type.expression)));
  for (const slot of moved) {
    const part = open(slot.node);
    const found = find(ts, part, outside.has(part) ? new Set() : names, around, around.isStrict);
    if (found !== undefined) return found;
  }
  return undefined;
}

function privateNames(ts: TypeScript, node: ts.ClassLikeDeclaration): Set<string> {
  const names = node.members.map(({ name }) => name).filter((name) => name !== undefined);
  return new Set(names.filter((name) => ts.isPrivateIdentifier(name)).map(({ text }) => text));
}

/** The class's own name, or a private name among `names`; in sloppy code also what strict code does otherwise. */
function find(
  ts: TypeScript,
  node: ts.Node,
  names: ReadonlySet<string>,
  around: ClassSurroundings,
  isStrict: boolean,
): ts.Node | undefined {
  if (ts.isPrivateIdentifier(node)) return names.has(node.text) ? node : undefined;
  if (ts.isIdentifier(node)) return around.isOwnName(close(node)) ? node : undefined;
  if (!isStrict && dependsOnStrictness(ts, node, around)) return node;
  if (!ts.isClassLike(node)) return ts.forEachChild(node, (child) => find(ts, child, names, around, isStrict));
  const own = privateNames(ts, node);
  const outer = new Set([...names].filter((name) => !own.has(name)));
  return ts.forEachChild(node, (child) => find(ts, child, outer, around, true));
}

function dependsOnStrictness(ts: TypeScript, node: ts.Node, around: ClassSurroundings): boolean {
  if (ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return true;
  if (ts.isDeleteExpression(node)) return true;
  const target = assigned(ts, node);
  if (target === undefined) return false;
  const place = skipWrappers(ts, target);
  return !ts.isIdentifier(place) || !around.isVariable(close(place));
}

function assigned(ts: TypeScript, node: ts.Node): ts.Node | undefined {
  if (ts.isBinaryExpression(node)) return isAssignmentOperator(ts, node.operatorToken.kind) ? node.left : undefined;
  if (ts.isForInStatement(node) || ts.isForOfStatement(node))
    return ts.isVariableDeclarationList(node.initializer) ? undefined : node.initializer;
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) return undefined;
  const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
  return node.operator === PlusPlusToken || node.operator === MinusMinusToken ? node.operand : undefined;
}
