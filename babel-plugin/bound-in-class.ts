/**
 * Heritage, keys and decorators that mean something only where they stand. When one of them suspends, those before it are
 * evaluated before the class:
 *
 *     class C { [a]() {} [await b]() {} }      →      _a = a; _b = await b; class C { [_a]() {} [_b]() {} }
 *
 * There `#x` would be no name of `C`, `C` might be another one, and code that is not strict would be sloppy.
 */

import type { ClassSurroundings } from "../transformer/core/dialect.js";
import { close, forEachChild, type Node, open, type t, type Types } from "./ast.js";
import { classSlots } from "./class-slots.js";
import type { ViewSettings } from "./expression-views.js";
import { isClass, isFunction, skipWrappers } from "./syntax.js";

/** The first part that would mean something else outside of the class. */
export function boundInClass(
  types: Types,
  views: ViewSettings,
  node: t.Class,
  around: ClassSurroundings,
): Node | undefined {
  const slots = classSlots(views, node);
  const moved = slots.slice(0, slots.findLastIndex((slot) => around.suspends(slot.node)) + 1);
  const names = privateNames(node);
  for (const slot of moved) {
    const part = open(slot.node);
    const found = find(types, part, part === node.superClass ? new Set() : names, around, around.isStrict);
    if (found !== undefined) return found;
  }
  return undefined;
}

function privateNames(node: t.Class): Set<string> {
  const keys = node.body.body.map((member) => ("key" in member ? member.key : null));
  return new Set(keys.map((key) => (key?.type === "PrivateName" ? key.id.name : "")));
}

/** The class's own name, or a private name among `names`; in sloppy code also what strict code does otherwise. */
function find(
  types: Types,
  node: Node,
  names: ReadonlySet<string>,
  around: ClassSurroundings,
  isStrict: boolean,
): Node | undefined {
  if (node.type === "PrivateName") return names.has(node.id.name) ? node : undefined;
  if (node.type === "Identifier" && around.isOwnName(close(node))) return node;
  if (!isStrict && dependsOnStrictness(node, around)) return node;
  const own = isClass(node) ? privateNames(node) : new Set<string>();
  const seen = own.size === 0 ? names : new Set([...names].filter((name) => !own.has(name)));
  let found: Node | undefined;
  forEachChild(types, node, (child) => (found ??= find(types, child, seen, around, isStrict || isClass(node))));
  return found;
}

function dependsOnStrictness(node: Node, around: ClassSurroundings): boolean {
  if (isFunction(node) && node.type !== "ArrowFunctionExpression") return true;
  if (node.type === "UnaryExpression" && node.operator === "delete") return true;
  const target = assigned(node);
  if (target === undefined) return false;
  const place = skipWrappers(target);
  return place.type !== "Identifier" || !around.isVariable(close(place));
}

function assigned(node: Node): Node | undefined {
  switch (node.type) {
    case "AssignmentExpression":
      return node.left;
    case "UpdateExpression":
      return node.argument;
    case "ForInStatement":
    case "ForOfStatement":
      return node.left.type === "VariableDeclaration" ? undefined : node.left;
    default:
      return undefined;
  }
}
