/**
 * What a class evaluates at once, in order.
 *
 * ECMAScript's decorators: class decorators, heritage, then for each member its decorators and its computed key.
 * TypeScript's own (`experimentalDecorators`) run when the class is finished: heritage and keys, then the
 * decorators of instance members, of static members, and of the class.
 */

import type ts from "typescript";
import type { Slot } from "../core/dialect.js";
import { slot, type ViewSettings } from "./expression-views.js";
import { isErased, isStatic } from "./syntax.js";
import type { TypeScript } from "./host-node.js";

/** The slots of a class declaration or expression. */
export function classSlots({ ts, legacyDecorators }: ViewSettings, node: ts.ClassLikeDeclaration): readonly Slot[] {
  const members = node.members.filter((member) => !isErased(ts, member));
  const heritage = heritageSlots(ts, node);
  if (!legacyDecorators) {
    return [
      ...decoratorSlots(ts, node),
      ...heritage,
      ...members.flatMap((member) => [...decoratorSlots(ts, member), ...keySlots(ts, member)]),
    ];
  }
  const isOfClass = (member: ts.ClassElement): boolean => isStatic(ts, member);
  const instanceFirst = [...members.filter((member) => !isOfClass(member)), ...members.filter(isOfClass)];
  return [
    ...heritage,
    ...members.flatMap((member) => keySlots(ts, member)),
    ...instanceFirst.flatMap((member) => memberDecoratorSlots(ts, member)),
    ...decoratorSlots(ts, node),
    ...members.filter((member) => ts.isConstructorDeclaration(member)).flatMap((member) => parameterSlots(ts, member)),
  ];
}

function heritageSlots(ts: TypeScript, node: ts.ClassLikeDeclaration): readonly Slot[] {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types.map((type) => slot(type.expression)) ?? [];
}

function keySlots(ts: TypeScript, member: ts.ClassElement): readonly Slot[] {
  return member.name !== undefined && ts.isComputedPropertyName(member.name)
    ? [slot(member.name.expression, "key")]
    : [];
}

function decoratorSlots(ts: TypeScript, node: ts.Node): readonly Slot[] {
  if (!ts.canHaveDecorators(node)) return [];
  return ts.getDecorators(node)?.map((decorator) => slot(decorator.expression)) ?? [];
}

function memberDecoratorSlots(ts: TypeScript, member: ts.ClassElement): readonly Slot[] {
  if (ts.isConstructorDeclaration(member)) return [];
  return [...decoratorSlots(ts, member), ...parameterSlots(ts, member)];
}

function parameterSlots(ts: TypeScript, member: ts.ClassElement): readonly Slot[] {
  if (!ts.isFunctionLike(member)) return [];
  return member.parameters.flatMap((parameter) => decoratorSlots(ts, parameter));
}
