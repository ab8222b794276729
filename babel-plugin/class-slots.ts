/**
 * What a class evaluates at once, in order.
 *
 * ECMAScript's decorators: class decorators, heritage, then for each member its decorators and its computed key. The
 * legacy proposal's run when the class is finished: heritage and keys, then the decorators of instance members, of
 * static members, and of the class.
 */

import type { Slot } from "../transformer/core/dialect.js";
import type { Node, t } from "./ast.js";
import { slot, type ViewSettings } from "./expression-views.js";
import { decoratorsOf, isErased, isFunction, isStatic, parameterDecorators } from "./syntax.js";

/** The slots of a class declaration or expression. */
export function classSlots({ legacyDecorators }: ViewSettings, node: t.Class): readonly Slot[] {
  const members = node.body.body.filter((member) => !isErased(member));
  const heritage = node.superClass ? [slot(node.superClass)] : [];
  if (!legacyDecorators) {
    return [
      ...decoratorSlots(node),
      ...heritage,
      ...members.flatMap((member) => [...decoratorSlots(member), ...keySlots(member)]),
    ];
  }
  const instanceFirst = [...members.filter((member) => !isStatic(member)), ...members.filter(isStatic)];
  return [
    ...heritage,
    ...members.flatMap(keySlots),
    ...instanceFirst.filter((member) => !isConstructor(member)).flatMap(memberDecoratorSlots),
    ...decoratorSlots(node),
    ...members.filter(isConstructor).flatMap(parameterSlots),
  ];
}

function isConstructor(member: Node): boolean {
  return member.type === "ClassMethod" && member.kind === "constructor";
}

function keySlots(member: Node): readonly Slot[] {
  return "computed" in member && member.computed && "key" in member ? [slot(member.key, "key")] : [];
}

function decoratorSlots(node: Node): readonly Slot[] {
  return decoratorsOf(node).map((decorator) => slot(decorator.expression));
}

function memberDecoratorSlots(member: Node): readonly Slot[] {
  return [...decoratorSlots(member), ...parameterSlots(member)];
}

function parameterSlots(member: Node): readonly Slot[] {
  if (!isFunction(member)) return [];
  return member.params.flatMap(parameterDecorators).map((decorator) => slot(decorator.expression));
}
