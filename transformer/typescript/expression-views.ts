/**
 * Views of expressions: which of the core's few kinds each of TypeScript's many is.
 *
 * Most are `operands`: slots evaluated from left to right, then something the core need not know. Only what
 * is evaluated *now* is a slot; the insides of functions are not.
 */

import type ts from "typescript";
import type { ExpressionView, Slot, SlotKind } from "../core/dialect.js";
import { classSlots } from "./class-slots.js";
import { close, type TypeScript } from "./host-node.js";
import { jsxSlots } from "./jsx-slots.js";
import { chainView } from "./optional-chain.js";
import { isAssignmentOperator, skipWrappers } from "./syntax.js";

/** What the views of a file need to know about its compilation. */
export interface ViewSettings {
  readonly ts: TypeScript;
  /** Are decorators TypeScript's own (`experimentalDecorators`), evaluated after the class? */
  readonly legacyDecorators: boolean;
  /** Is JSX compiled to the automatic runtime, which evaluates `key` last? */
  readonly automaticJsx: boolean;
}

type Rule = (node: never, settings: ViewSettings) => ExpressionView;

/** Makes the function that views an expression. */
export function createExpressionView(settings: ViewSettings): (node: ts.Node) => ExpressionView {
  const { ts } = settings;
  const rules = new Map<ts.SyntaxKind, Rule>([
    ...operatorRules(ts),
    ...leafRules(ts),
    ...literalRules(ts),
    ...accessRules(ts),
  ]);
  return (node) => {
    // `a?.b!` is a wrapper around a chain, though TypeScript flags it as a link of one.
    if (ts.isOptionalChain(node) && !ts.isNonNullExpression(node)) return chainView(ts, node);
    const rule = rules.get(node.kind) as ((node: ts.Node, settings: ViewSettings) => ExpressionView) | undefined;
    return rule?.(node, settings) ?? { kind: "opaque" };
  };
}

/** A slot for an expression. */
export function slot(node: ts.Node, kind: SlotKind = "value"): Slot {
  return { node: close(node), kind };
}

function operands(...slots: readonly Slot[]): ExpressionView {
  return { kind: "operands", slots };
}

/** Elements of an array literal or arguments, with their spreads. */
export function elementSlots(ts: TypeScript, elements: readonly ts.Expression[] | undefined): readonly Slot[] {
  const slots: Slot[] = [];
  for (const element of elements ?? []) {
    if (ts.isOmittedExpression(element)) continue;
    slots.push(ts.isSpreadElement(element) ? slot(element.expression, "spread") : slot(element));
  }
  return slots;
}

function operatorRules(ts: TypeScript): [ts.SyntaxKind, Rule][] {
  const { SyntaxKind: K } = ts;
  const onlyOperand = (node: { readonly expression: ts.Expression }): ExpressionView => operands(slot(node.expression));
  return [
    [K.AwaitExpression, (node: ts.AwaitExpression) => ({ kind: "await", argument: close(node.expression) })],
    [K.YieldExpression, viewYield],
    [K.BinaryExpression, viewBinary],
    [K.PrefixUnaryExpression, viewUnary],
    [K.PostfixUnaryExpression, viewUnary],
    [
      K.ConditionalExpression,
      (node: ts.ConditionalExpression) => ({
        kind: "conditional",
        test: close(node.condition),
        consequent: close(node.whenTrue),
        alternate: close(node.whenFalse),
      }),
    ],
    [K.DeleteExpression, (node: ts.DeleteExpression) => ({ kind: "delete", target: close(node.expression) })],
    [K.TypeOfExpression, onlyOperand],
    [K.VoidExpression, onlyOperand],
    ...[
      K.ParenthesizedExpression,
      K.AsExpression,
      K.SatisfiesExpression,
      K.NonNullExpression,
      K.TypeAssertionExpression,
      K.ExpressionWithTypeArguments,
      K.PartiallyEmittedExpression,
    ].map((kind): [ts.SyntaxKind, Rule] => [kind, viewTransparent]),
  ];
}

function viewTransparent(node: { readonly expression: ts.Expression }): ExpressionView {
  return { kind: "transparent", inner: close(node.expression) };
}

function viewYield(node: ts.YieldExpression): ExpressionView {
  const { expression } = node;
  if (node.asteriskToken !== undefined && expression !== undefined) {
    return { kind: "yieldStar", argument: close(expression) };
  }
  return { kind: "yield", argument: expression === undefined ? null : close(expression) };
}

function viewUnary(node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, { ts }: ViewSettings): ExpressionView {
  const { SyntaxKind: K } = ts;
  if (node.operator !== K.PlusPlusToken && node.operator !== K.MinusMinusToken) return operands(slot(node.operand));
  return {
    kind: "update",
    operator: node.operator === K.PlusPlusToken ? "++" : "--",
    prefix: ts.isPrefixUnaryExpression(node),
    target: close(node.operand),
  };
}

function viewBinary(node: ts.BinaryExpression, { ts }: ViewSettings): ExpressionView {
  const { SyntaxKind: K } = ts;
  const { left, right } = node;
  const operator = node.operatorToken.kind;
  if (operator === K.CommaToken) return { kind: "sequence", expressions: sequenceOf(ts, node) };
  if (isAssignmentOperator(ts, operator)) {
    const text = ts.tokenToString(operator) ?? "=";
    return {
      kind: "assign",
      operator: text === "=" ? text : text.slice(0, -1),
      target: close(left),
      value: close(right),
    };
  }
  if (operator === K.AmpersandAmpersandToken || operator === K.BarBarToken || operator === K.QuestionQuestionToken) {
    const text = operator === K.AmpersandAmpersandToken ? "&&" : operator === K.BarBarToken ? "||" : "??";
    return { kind: "logical", operator: text, left: close(left), right: close(right) };
  }
  return ts.isPrivateIdentifier(left) ? operands(slot(right)) : operands(slot(left), slot(right));
}

/** `a, b, c` leans to the left. */
function sequenceOf(ts: TypeScript, node: ts.BinaryExpression): ReturnType<typeof close>[] {
  const expressions: ReturnType<typeof close>[] = [];
  let rest: ts.Expression = node;
  while (ts.isBinaryExpression(rest) && rest.operatorToken.kind === ts.SyntaxKind.CommaToken) {
    expressions.unshift(close(rest.right));
    rest = rest.left;
  }
  expressions.unshift(close(rest));
  return expressions;
}

function leafRules(ts: TypeScript): [ts.SyntaxKind, Rule][] {
  const { SyntaxKind: K } = ts;
  const constant: Rule = () => ({ kind: "constant" });
  return [
    [
      K.Identifier,
      (node: ts.Identifier) =>
        node.text === "arguments" ? { kind: "constant" } : { kind: "identifier", name: node.text },
    ],
    [K.RegularExpressionLiteral, () => operands()],
    ...[
      K.NumericLiteral,
      K.BigIntLiteral,
      K.StringLiteral,
      K.NoSubstitutionTemplateLiteral,
      K.TrueKeyword,
      K.FalseKeyword,
      K.NullKeyword,
      K.ThisKeyword,
      K.MetaProperty,
      K.FunctionExpression,
      K.ArrowFunction,
    ].map((kind): [ts.SyntaxKind, Rule] => [kind, constant]),
  ];
}

function literalRules(ts: TypeScript): [ts.SyntaxKind, Rule][] {
  const { SyntaxKind: K } = ts;
  const viewJsx = (
    node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment,
    settings: ViewSettings,
  ): ExpressionView => operands(...jsxSlots(settings, node));
  return [
    [K.ArrayLiteralExpression, (node: ts.ArrayLiteralExpression) => operands(...elementSlots(ts, node.elements))],
    [K.ObjectLiteralExpression, (node: ts.ObjectLiteralExpression) => operands(...objectSlots(ts, node))],
    [
      K.TemplateExpression,
      (node: ts.TemplateExpression) => operands(...node.templateSpans.map((span) => slot(span.expression, "text"))),
    ],
    [K.ClassExpression, (node: ts.ClassExpression, settings: ViewSettings) => operands(...classSlots(settings, node))],
    [K.JsxElement, viewJsx],
    [K.JsxSelfClosingElement, viewJsx],
    [K.JsxFragment, viewJsx],
  ];
}

/** Computed keys, values and spreads in source order. A method is a function: only its key is evaluated now. */
function objectSlots(ts: TypeScript, node: ts.ObjectLiteralExpression): readonly Slot[] {
  const slots: Slot[] = [];
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      slots.push(slot(property.expression, "objectSpread"));
    } else if (ts.isShorthandPropertyAssignment(property)) {
      slots.push(slot(property.name));
    } else {
      if (ts.isComputedPropertyName(property.name)) slots.push(slot(property.name.expression, "key"));
      if (ts.isPropertyAssignment(property))
        slots.push({ ...slot(property.initializer), name: literalName(ts, property.name) });
    }
  }
  return slots;
}

function accessRules(ts: TypeScript): [ts.SyntaxKind, Rule][] {
  const { SyntaxKind: K } = ts;
  const objectOf = (node: ts.AccessExpression) =>
    node.expression.kind === K.SuperKeyword ? null : close(node.expression);
  return [
    [
      K.PropertyAccessExpression,
      (node: ts.PropertyAccessExpression) => ({
        kind: "member",
        name: node.name.text,
        object: objectOf(node),
        property: null,
      }),
    ],
    [
      K.ElementAccessExpression,
      (node: ts.ElementAccessExpression) => ({
        kind: "member",
        name: null,
        object: objectOf(node),
        property: close(node.argumentExpression),
      }),
    ],
    [K.CallExpression, viewCall],
    [K.NewExpression, (node: ts.NewExpression) => operands(slot(node.expression), ...elementSlots(ts, node.arguments))],
    [K.TaggedTemplateExpression, viewTaggedTemplate],
  ];
}

function viewCall(node: ts.CallExpression, { ts }: ViewSettings): ExpressionView {
  const callee = node.expression;
  const { SyntaxKind: K } = ts;
  const slots = elementSlots(ts, node.arguments);
  // `super(…)`, `import(…)` and `import.defer(…)`: the callee is syntax, not a value.
  if (callee.kind === K.SuperKeyword || callee.kind === K.ImportKeyword || callee.kind === K.MetaProperty) {
    return operands(...slots);
  }
  const plain = skipWrappers(ts, callee);
  return {
    kind: "call",
    callee: close(callee),
    arguments: slots,
    isTemplate: false,
    isDirectEval: ts.isIdentifier(plain) && plain.text === "eval",
  };
}

function viewTaggedTemplate(node: ts.TaggedTemplateExpression, { ts }: ViewSettings): ExpressionView {
  const { template } = node;
  const spans = ts.isTemplateExpression(template) ? template.templateSpans : [];
  return {
    kind: "call",
    callee: close(node.tag),
    arguments: spans.map((span) => slot(span.expression)),
    isTemplate: true,
    isDirectEval: false,
  };
}

/** The name a property gives to a function without one; `undefined` when it is computed, or sets the prototype. */
function literalName(ts: TypeScript, name: ts.PropertyName): string | undefined {
  const isLiteral = ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name);
  return isLiteral && name.text !== "__proto__" ? name.text : undefined;
}
