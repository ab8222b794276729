/**
 * What a JSX expression evaluates, in order: tag, attributes, children. A child that is itself JSX is a slot.
 */

import type { Slot } from "../transformer/core/dialect.js";
import type { t } from "./ast.js";
import { slot, type ViewSettings } from "./expression-views.js";
import { isIntrinsicTag } from "./syntax.js";

type Attribute = t.JSXAttribute | t.JSXSpreadAttribute;

/** The slots of an element or fragment. */
export function jsxSlots({ automaticJsx }: ViewSettings, node: t.JSXElement | t.JSXFragment): readonly Slot[] {
  const children = node.children.flatMap(childSlots);
  if (node.type === "JSXFragment") return children;
  const { name, attributes } = node.openingElement;
  const tag = isIntrinsicTag(name) ? [] : [slot(name)];
  const key = automaticJsx ? lateKey(attributes) : undefined;
  const early = attributes.filter((attribute) => attribute !== key).flatMap(attributeSlots);
  return [...tag, ...early, ...children, ...(key === undefined ? [] : attributeSlots(key))];
}

/** The automatic runtime passes `key` as a last argument, unless it follows a spread. */
function lateKey(attributes: readonly Attribute[]): Attribute | undefined {
  const index = attributes.findIndex((attribute) => attribute.type === "JSXAttribute" && attribute.name.name === "key");
  const followsSpread = attributes.slice(0, Math.max(index, 0)).some(({ type }) => type === "JSXSpreadAttribute");
  return followsSpread ? undefined : attributes[index];
}

function attributeSlots(attribute: Attribute): readonly Slot[] {
  if (attribute.type === "JSXSpreadAttribute") return [slot(attribute.argument, "objectSpread")];
  const { value } = attribute;
  if (!value || value.type === "StringLiteral") return [];
  return value.type === "JSXExpressionContainer" ? containerSlots(value) : [slot(value)];
}

function childSlots(child: t.JSXElement["children"][number]): readonly Slot[] {
  if (child.type === "JSXText") return [];
  if (child.type === "JSXExpressionContainer") return containerSlots(child);
  return [child.type === "JSXSpreadChild" ? slot(child.expression, "spread") : slot(child)];
}

function containerSlots({ expression }: t.JSXExpressionContainer): readonly Slot[] {
  return expression.type === "JSXEmptyExpression" ? [] : [slot(expression)];
}
