/**
 * What a JSX expression evaluates, in order: tag, attributes, children. A child that is itself JSX is a slot.
 */

import type ts from "typescript";
import type { Slot } from "../core/dialect.js";
import { slot, type ViewSettings } from "./expression-views.js";
import type { TypeScript } from "./host-node.js";
import { isIntrinsicTag } from "./syntax.js";

type JsxExpressionNode = ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment;

/** The slots of an element or fragment. */
export function jsxSlots({ ts, automaticJsx }: ViewSettings, node: JsxExpressionNode): readonly Slot[] {
  if (ts.isJsxFragment(node)) return childSlots(ts, node.children);
  const opening = ts.isJsxElement(node) ? node.openingElement : node;
  const tag = isIntrinsicTag(ts, opening.tagName) ? [] : [slot(opening.tagName)];
  const children = ts.isJsxElement(node) ? childSlots(ts, node.children) : [];
  const attributes = opening.attributes.properties;
  const key = automaticJsx ? lateKey(ts, attributes) : undefined;
  const early = attributes
    .filter((attribute) => attribute !== key)
    .flatMap((attribute) => attributeSlots(ts, attribute));
  return [...tag, ...early, ...children, ...(key === undefined ? [] : attributeSlots(ts, key))];
}

/** The automatic runtime passes `key` as a last argument, unless it follows a spread. */
function lateKey(ts: TypeScript, attributes: readonly ts.JsxAttributeLike[]): ts.JsxAttributeLike | undefined {
  const index = attributes.findIndex(
    (attribute) => ts.isJsxAttribute(attribute) && ts.isIdentifier(attribute.name) && attribute.name.text === "key",
  );
  const followsSpread = attributes.slice(0, Math.max(index, 0)).some((attribute) => ts.isJsxSpreadAttribute(attribute));
  return followsSpread ? undefined : attributes[index];
}

function attributeSlots(ts: TypeScript, attribute: ts.JsxAttributeLike): readonly Slot[] {
  if (ts.isJsxSpreadAttribute(attribute)) return [slot(attribute.expression, "objectSpread")];
  const { initializer } = attribute;
  if (initializer === undefined || ts.isStringLiteral(initializer)) return [];
  if (!ts.isJsxExpression(initializer)) return [slot(initializer)];
  return initializer.expression === undefined ? [] : [slot(initializer.expression)];
}

function childSlots(ts: TypeScript, children: readonly ts.JsxChild[]): readonly Slot[] {
  return children.flatMap((child): readonly Slot[] => {
    if (ts.isJsxText(child)) return [];
    if (!ts.isJsxExpression(child)) return [slot(child)];
    if (child.expression === undefined) return [];
    return [slot(child.expression, child.dotDotDotToken === undefined ? "value" : "spread")];
  });
}
