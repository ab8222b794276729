/**
 * Exchanges inside JSX, whose places take less than any expression, and whose names are nodes of their own.
 *
 *   a child or attribute value that is no longer JSX     {t}
 *   a tag that is no longer a component's name           ((Tag) => <Tag … />)(t)
 *
 * The second evaluates the tag first and the attributes after it, as the source does.
 */

import type { Node, t, Types } from "./ast.js";
import type { ReplaceRules, Replacing } from "./replace.js";
import { isIntrinsicName, isIntrinsicTag } from "./syntax.js";

type TagName = t.JSXOpeningElement["name"];
type Child = t.JSXElement["children"][number];

/** The rules of JSX. */
export const jsxReplaceRules: ReplaceRules = {
  JSXElement: replaceElement,
  JSXFragment: (replacing, node) => {
    const children = childrenOf(replacing, node.children);
    return children === node.children ? node : { ...node, children };
  },
  JSXAttribute: (replacing, node) => {
    if (!node.value) return node;
    const value = visitPart(replacing, node.value) as t.JSXAttribute["value"];
    return value === node.value ? node : ({ ...node, value } as t.JSXAttribute);
  },
};

/** A tag as the expression it stands for; every other node as it is. */
export function tagAsExpression(types: Types, node: Node): Node {
  if (node.type !== "JSXIdentifier" && node.type !== "JSXMemberExpression") return node;
  const expression =
    node.type === "JSXMemberExpression"
      ? types.memberExpression(
          tagAsExpression(types, node.object) as t.Expression,
          types.identifier(node.property.name),
        )
      : node.name === "this"
        ? types.thisExpression()
        : types.identifier(node.name);
  expression.loc = node.loc ?? null;
  return expression;
}

/** An expression as a tag, when it may stand as one. In front of a dot every name may. */
function expressionAsTag(types: Types, node: Node, isObject: boolean): TagName | undefined {
  switch (node.type) {
    case "JSXIdentifier":
    case "JSXNamespacedName":
      return node;
    case "Identifier":
      return isObject || !isIntrinsicName(node.name) ? located(types.jsxIdentifier(node.name), node) : undefined;
    case "ThisExpression":
      return located(types.jsxIdentifier("this"), node);
    case "JSXMemberExpression":
    case "MemberExpression": {
      const { property } = node;
      if (property.type !== "Identifier" && property.type !== "JSXIdentifier") return undefined;
      if (node.type === "MemberExpression" && node.computed) return undefined;
      const object = expressionAsTag(types, node.object, true);
      if (object === undefined || object.type === "JSXNamespacedName") return undefined;
      if (object === node.object) return node as t.JSXMemberExpression;
      return located(types.jsxMemberExpression(object, types.jsxIdentifier(property.name)), node);
    }
    default:
      return undefined;
  }
}

function located<T extends Node>(built: T, original: Node): T {
  built.loc = original.loc ?? null;
  return built;
}

interface Tag {
  readonly name: TagName;
  /** What the name must be bound to, when it is a new one. */
  readonly value: t.Expression | undefined;
}

function replaceTag(replacing: Replacing, tag: TagName): Tag {
  if (isIntrinsicTag(tag)) return { name: tag, value: undefined };
  const { types } = replacing;
  const value = replacing.expression<Node>(tag);
  const name = expressionAsTag(types, value, false);
  if (name !== undefined) return { name, value: undefined };
  return {
    name: types.jsxIdentifier(replacing.uniqueName("Tag")),
    value: tagAsExpression(types, value) as t.Expression,
  };
}

/** Binds a new tag name around the element that uses it. */
function bindTag({ types }: Replacing, { name, value }: Tag, element: t.JSXElement): Node {
  if (value === undefined || name.type !== "JSXIdentifier") return element;
  const arrow = types.arrowFunctionExpression([types.identifier(name.name)], element);
  return located(types.callExpression(arrow, [value]), element);
}

function replaceElement(replacing: Replacing, node: t.JSXElement): Node {
  const { openingElement: opening, closingElement: closing } = node;
  const tag = replaceTag(replacing, opening.name);
  const { name } = tag;
  const attributes = replaceAll(opening.attributes, (attribute) => replacing.visit(attribute) as typeof attribute);
  const children = childrenOf(replacing, node.children);
  const isSameTag = name === opening.name;
  if (isSameTag && attributes === opening.attributes && children === node.children) return node;
  const openingElement = { ...opening, name, attributes };
  // The closing tag is the same name, whether or not it was asked for.
  const closingElement = closing && !isSameTag ? { ...closing, name } : closing;
  return bindTag(replacing, tag, { ...node, openingElement, closingElement: closingElement ?? null, children });
}

function childrenOf(replacing: Replacing, children: Child[]): Child[] {
  return replaceAll(children, (child) => visitPart(replacing, child) as Child);
}

function replaceAll<T>(list: T[], replace: (item: T) => T): T[] {
  const replaced = list.map(replace);
  return replaced.every((item, index) => item === list[index]) ? list : replaced;
}

/** Visits a child or an attribute's value, and puts braces around what is not JSX any more. */
function visitPart(replacing: Replacing, node: Node): Node {
  const result = replacing.visit(node) as Node;
  const isJsx = result === node || /^JSX(?!(Identifier|MemberExpression)$)/.test(result.type);
  return isJsx ? result : replacing.types.jsxExpressionContainer(result as t.Expression);
}
