/**
 * Exchanges inside JSX, whose places take less than any expression.
 *
 *   a child or attribute value that is no longer JSX     {t}
 *   a tag that is no longer a component's name           ((Tag) => <Tag … />)(t)
 *
 * The second evaluates the tag first and the attributes after it, as the source does.
 */

import type ts from "typescript";
import type { TypeScript } from "./host-node.js";
import type { ReplaceRule, Replacing } from "./replace.js";
import { isIntrinsicName, isIntrinsicTag } from "./syntax.js";

/** The rules of JSX. */
export function jsxReplaceRules(ts: TypeScript): [ts.SyntaxKind, ReplaceRule][] {
  const { SyntaxKind: K } = ts;
  return [
    [K.JsxElement, replaceElement],
    [K.JsxSelfClosingElement, replaceSelfClosing],
    [K.JsxFragment, replaceFragment],
    [K.JsxAttribute, replaceAttribute],
  ];
}

interface Tag {
  readonly name: ts.JsxTagNameExpression;
  /** What the name must be bound to, when it is a new one. */
  readonly value: ts.Expression | undefined;
}

function replaceTag(replacing: Replacing, tag: ts.JsxTagNameExpression): Tag {
  const { ts, context } = replacing;
  if (isIntrinsicTag(ts, tag)) return { name: tag, value: undefined };
  const value = replacing.expression(tag as ts.JsxTagNamePropertyAccess);
  if (value === tag || isTag(ts, value)) return { name: value as ts.JsxTagNameExpression, value: undefined };
  return { name: context.factory.createIdentifier(replacing.uniqueName("Tag")), value };
}

/** May the expression stand as a component's name? */
function isTag(ts: TypeScript, node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return !isIntrinsicName(node.text);
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.name)) return false;
  const object = node.expression;
  return ts.isIdentifier(object) || object.kind === ts.SyntaxKind.ThisKeyword || isTag(ts, object);
}

/** Binds a new tag name around the element that uses it. */
function bindTag({ ts, context }: Replacing, tag: Tag, element: ts.Expression): ts.Expression {
  if (tag.value === undefined) return element;
  const { factory } = context;
  const parameter = factory.createParameterDeclaration(undefined, undefined, tag.name as ts.Identifier);
  const arrow = factory.createArrowFunction(undefined, undefined, [parameter], undefined, undefined, element);
  return ts.setTextRange(factory.createCallExpression(arrow, undefined, [tag.value]), element);
}

function replaceElement(replacing: Replacing, node: ts.JsxElement): ts.Node {
  const { factory } = replacing.context;
  const { openingElement: opening, closingElement: closing } = node;
  const tag = replaceTag(replacing, opening.tagName);
  const element = factory.updateJsxElement(
    node,
    factory.updateJsxOpeningElement(opening, tag.name, opening.typeArguments, attributesOf(replacing, opening)),
    childrenOf(replacing, node.children),
    // The closing tag is the same name, whether or not it was asked for.
    tag.name === opening.tagName ? closing : factory.updateJsxClosingElement(closing, tag.name),
  );
  return bindTag(replacing, tag, element);
}

function replaceSelfClosing(replacing: Replacing, node: ts.JsxSelfClosingElement): ts.Node {
  const tag = replaceTag(replacing, node.tagName);
  const attributes = attributesOf(replacing, node);
  const { factory } = replacing.context;
  const element = factory.updateJsxSelfClosingElement(node, tag.name, node.typeArguments, attributes);
  return bindTag(replacing, tag, element);
}

function attributesOf(replacing: Replacing, node: ts.JsxOpeningLikeElement): ts.JsxAttributes {
  return replacing.ts.visitEachChild(node.attributes, replacing.visit, replacing.context);
}

function replaceFragment(replacing: Replacing, node: ts.JsxFragment): ts.Node {
  const children = childrenOf(replacing, node.children);
  return replacing.context.factory.updateJsxFragment(node, node.openingFragment, children, node.closingFragment);
}

function childrenOf(replacing: Replacing, children: ts.NodeArray<ts.JsxChild>): ts.NodeArray<ts.JsxChild> {
  const isChild = (_node: ts.Node): _node is ts.JsxChild => true;
  return replacing.ts.visitNodes(children, (child) => visitJsxPart(replacing, child as ts.JsxChild), isChild);
}

function replaceAttribute(replacing: Replacing, node: ts.JsxAttribute): ts.Node {
  const { initializer } = node;
  if (initializer === undefined) return node;
  const value = visitJsxPart(replacing, initializer) as ts.JsxAttributeValue;
  return replacing.context.factory.updateJsxAttribute(node, node.name, value);
}

/** Visits a child or an attribute's value, and puts braces around what is not JSX any more. */
function visitJsxPart(replacing: Replacing, node: ts.JsxChild | ts.JsxAttributeValue): ts.Node {
  const { ts, context } = replacing;
  const result = replacing.visit(node) as ts.Node;
  const isJsx =
    result === node ||
    ts.isJsxExpression(result) ||
    ts.isJsxElement(result) ||
    ts.isJsxSelfClosingElement(result) ||
    ts.isJsxFragment(result);
  return isJsx ? result : context.factory.createJsxExpression(undefined, result as ts.Expression);
}
