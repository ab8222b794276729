/**
 * Views of expressions: which of the core's few kinds each of Babel's many is.
 *
 * Most are `operands`: slots evaluated from left to right, then something the core need not know. Only what is
 * evaluated *now* is a slot; the insides of functions are not.
 */

import type { ExpressionView, Slot, SlotKind } from "../transformer/core/dialect.js";
import { close, closeAll, closeOrNull, type Node, type NodeOf, type t } from "./ast.js";
import { classSlots } from "./class-slots.js";
import { jsxSlots } from "./jsx-slots.js";
import { chainView } from "./optional-chain.js";
import { literalKey, skipWrappers } from "./syntax.js";

/** What the views of a file need to know about its compilation. */
export interface ViewSettings {
  /** Are decorators of the legacy proposal, evaluated after the class's keys? */
  readonly legacyDecorators: boolean;
  /** Is JSX compiled to the automatic runtime, which evaluates `key` last? */
  readonly automaticJsx: boolean;
}

type Rules = { readonly [K in Node["type"]]?: (node: NodeOf<K>, settings: ViewSettings) => ExpressionView };

/** Makes the function that views an expression. */
export function createExpressionView(settings: ViewSettings): (node: Node) => ExpressionView {
  const all: Rules = { ...operatorRules, ...leafRules, ...literalRules, ...accessRules };
  return (node) => {
    const rule = all[node.type] as ((node: Node, settings: ViewSettings) => ExpressionView) | undefined;
    return rule?.(node, settings) ?? { kind: "opaque" };
  };
}

/** A slot for an expression. */
export function slot(node: Node, kind: SlotKind = "value"): Slot {
  return { node: close(node), kind };
}

function operands(...slots: readonly Slot[]): ExpressionView {
  return { kind: "operands", slots };
}

/** Elements of an array literal or arguments, with their spreads. */
export function elementSlots(elements: readonly (Node | null)[]): readonly Slot[] {
  return elements.flatMap((element) => {
    if (element === null) return [];
    return [element.type === "SpreadElement" ? slot(element.argument, "spread") : slot(element)];
  });
}

const onlyOperand = (node: { readonly argument: Node }): ExpressionView => operands(slot(node.argument));
const transparent = (node: { readonly expression: Node }): ExpressionView => ({
  kind: "transparent",
  inner: close(node.expression),
});
const constant = (): ExpressionView => ({ kind: "constant" });

const operatorRules: Rules = {
  AwaitExpression: (node) => ({ kind: "await", argument: close(node.argument) }),
  YieldExpression: (node) =>
    node.delegate && node.argument
      ? { kind: "yieldStar", argument: close(node.argument) }
      : { kind: "yield", argument: closeOrNull(node.argument) },
  UnaryExpression: (node) =>
    node.operator === "delete" ? { kind: "delete", target: close(node.argument) } : onlyOperand(node),
  UpdateExpression: (node) => ({
    kind: "update",
    operator: node.operator,
    prefix: node.prefix,
    target: close(node.argument),
  }),
  BinaryExpression: (node) =>
    node.left.type === "PrivateName" ? operands(slot(node.right)) : operands(slot(node.left), slot(node.right)),
  LogicalExpression: (node) => ({
    kind: "logical",
    operator: node.operator,
    left: close(node.left),
    right: close(node.right),
  }),
  ConditionalExpression: (node) => ({
    kind: "conditional",
    test: close(node.test),
    consequent: close(node.consequent),
    alternate: close(node.alternate),
  }),
  SequenceExpression: (node) => ({ kind: "sequence", expressions: closeAll(node.expressions) }),
  AssignmentExpression: (node) => ({
    kind: "assign",
    operator: node.operator === "=" ? node.operator : node.operator.slice(0, -1),
    target: close(node.left),
    value: close(node.right),
  }),
  ParenthesizedExpression: transparent,
  TSAsExpression: transparent,
  TSSatisfiesExpression: transparent,
  TSNonNullExpression: transparent,
  TSTypeAssertion: transparent,
  TSInstantiationExpression: transparent,
  TypeCastExpression: transparent,
};

const leafRules: Rules = {
  Identifier: ({ name }) => (name === "arguments" ? { kind: "constant" } : { kind: "identifier", name }),
  JSXIdentifier: ({ name }) => (name === "this" ? { kind: "constant" } : { kind: "identifier", name }),
  RegExpLiteral: () => operands(),
  NumericLiteral: constant,
  BigIntLiteral: constant,
  StringLiteral: constant,
  BooleanLiteral: constant,
  NullLiteral: constant,
  ThisExpression: constant,
  MetaProperty: constant,
  FunctionExpression: constant,
  ArrowFunctionExpression: constant,
};

const literalRules: Rules = {
  ArrayExpression: (node) => operands(...elementSlots(node.elements)),
  ObjectExpression: (node) => operands(...node.properties.flatMap(propertySlots)),
  TemplateLiteral: (node) =>
    node.expressions.length === 0
      ? { kind: "constant" }
      : operands(...node.expressions.map((expression) => slot(expression, "text"))),
  ClassExpression: (node, settings) => operands(...classSlots(settings, node)),
  JSXElement: (node, settings) => operands(...jsxSlots(settings, node)),
  JSXFragment: (node, settings) => operands(...jsxSlots(settings, node)),
};

/** Computed keys, values and spreads in source order. A method is a function: only its key is evaluated now. */
function propertySlots(property: t.ObjectProperty | t.ObjectMethod | t.SpreadElement): readonly Slot[] {
  if (property.type === "SpreadElement") return [slot(property.argument, "objectSpread")];
  const key = property.computed ? [slot(property.key, "key")] : [];
  if (property.type === "ObjectMethod") return key;
  return [...key, { ...slot(property.value), name: givenName(property) }];
}

/** The name a property gives to a function without one; `undefined` when it is computed, or sets the prototype. */
function givenName({ key, computed, shorthand }: t.ObjectProperty): string | undefined {
  if (computed || shorthand) return undefined;
  const isLiteral = key.type === "Identifier" || key.type === "StringLiteral" || key.type === "NumericLiteral";
  const name = isLiteral ? literalKey(key, false) : undefined;
  return name === "__proto__" ? undefined : name;
}

const accessRules: Rules = {
  MemberExpression: (node) => ({
    kind: "member",
    name: node.computed ? null : (literalKey(node.property, false) ?? null),
    object: node.object.type === "Super" ? null : close(node.object),
    property: node.computed ? close(node.property) : null,
  }),
  JSXMemberExpression: (node) => ({
    kind: "member",
    name: node.property.name,
    object: close(node.object),
    property: null,
  }),
  OptionalMemberExpression: chainView,
  OptionalCallExpression: chainView,
  CallExpression: viewCall,
  ImportExpression: (node) => operands(slot(node.source), ...(node.options ? [slot(node.options)] : [])),
  NewExpression: (node) => operands(slot(node.callee), ...elementSlots(node.arguments)),
  TaggedTemplateExpression: (node) => ({
    kind: "call",
    callee: close(node.tag),
    arguments: node.quasi.expressions.map((expression) => slot(expression)),
    isTemplate: true,
    isDirectEval: false,
  }),
};

function viewCall(node: t.CallExpression): ExpressionView {
  const { callee } = node;
  const slots = elementSlots(node.arguments);
  // `super(…)` and `import(…)`: the callee is syntax, not a value.
  if (callee.type === "Super" || callee.type === "Import") return operands(...slots);
  const plain = skipWrappers(callee);
  return {
    kind: "call",
    callee: close(callee),
    arguments: slots,
    isTemplate: false,
    isDirectEval: plain.type === "Identifier" && plain.name === "eval",
  };
}
