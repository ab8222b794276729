/**
 * The dialect's builder: makes TypeScript nodes for the core. TypeScript's factory parenthesises operands as needed.
 *
 * What is built has no text range and so no place in the source map, which is right for scaffolding; `at` and
 * `mapped` give a place to what stands for something in the source.
 */

import type ts from "typescript";
import type { Builder, HostNode } from "../core/dialect.js";
import { assignmentTarget } from "./assignment-target.js";
import { createStatementBuilder } from "./build-statements.js";
import { close, open, openAll, openOrNull, type TypeScript } from "./host-node.js";
import { arrowWithParametersOf, type RebuildSettings, rebuildFunction, withStaticField } from "./rebuild-function.js";
import type { AsyncFunction } from "./function-views.js";

export interface BuilderSettings extends RebuildSettings {
  /** A reference to an export of the runtime's ABI. */
  readonly runtime: (name: string) => ts.Expression;
}

/** Makes the builder of one file. */
export function createBuilder(settings: BuilderSettings): Builder {
  return {
    ...literals(settings),
    ...operators(settings),
    ...accesses(settings),
    ...functions(settings),
    ...createStatementBuilder(settings),
    ...places(settings),
  };
}

type Part<K extends keyof Builder> = Pick<Builder, K>;

function literals({
  ts,
  factory,
  runtime,
}: BuilderSettings): Part<
  | "identifier"
  | "own"
  | "runtime"
  | "number"
  | "string"
  | "boolean"
  | "undefined"
  | "array"
  | "spread"
  | "objectSpread"
  | "object"
  | "newTarget"
  | "this"
> {
  const expressions = (nodes: readonly HostNode[]): readonly ts.Expression[] => openAll<ts.Expression>(nodes);
  // Nobody changes them, so that one node will do wherever they stand.
  const owns = new Map<string, HostNode>();
  return {
    identifier: (name) => close(factory.createIdentifier(name)),
    own: (name) => {
      let node = owns.get(name);
      if (node === undefined) owns.set(name, (node = close(asBuilt(ts, factory.createIdentifier(name)))));
      return node;
    },
    runtime: (name) => close(runtime(name)),
    number: (value) => {
      const literal = factory.createNumericLiteral(Math.abs(value));
      return close(value < 0 ? factory.createPrefixUnaryExpression(ts.SyntaxKind.MinusToken, literal) : literal);
    },
    string: (value) => close(factory.createStringLiteral(value)),
    boolean: (value) => close(value ? factory.createTrue() : factory.createFalse()),
    undefined: () => close(factory.createVoidZero()),
    array: (elements) => close(factory.createArrayLiteralExpression(expressions(elements))),
    spread: (value) => close(factory.createSpreadElement(open<ts.Expression>(value))),
    objectSpread: (value) =>
      close(factory.createObjectLiteralExpression([factory.createSpreadAssignment(open<ts.Expression>(value))])),
    object: (properties) =>
      close(
        factory.createObjectLiteralExpression(
          properties.map(({ key, value }) =>
            factory.createPropertyAssignment(keyNode(factory, key), open<ts.Expression>(value)),
          ),
        ),
      ),
    newTarget: () => close(factory.createMetaProperty(ts.SyntaxKind.NewKeyword, factory.createIdentifier("target"))),
    this: () => close(factory.createThis()),
  };
}

/**
 * The emitter looks at every name, access, call and assignment for imports, exports and constant enums to put in their
 * place, and that takes longer than to write them. There are none in what the compiler makes up.
 */
function asBuilt<T extends ts.Node>(ts: TypeScript, node: T): T {
  return ts.setEmitFlags(node, ts.EmitFlags.NoSubstitution);
}

function keyNode(factory: ts.NodeFactory, key: string): ts.PropertyName {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)
    ? factory.createIdentifier(key)
    : factory.createStringLiteral(key);
}

function operators({
  ts,
  factory,
}: BuilderSettings): Part<"assign" | "binary" | "not" | "conditional" | "sequence" | "delete"> {
  const tokens = operatorTokens(ts);
  const binary = (left: HostNode, operator: string, right: HostNode): HostNode => {
    const token = tokens.get(operator);
    if (token === undefined) throw new Error(`tsyncio: "${operator}" is not an operator`);
    const target = open<ts.Expression>(left);
    const node = factory.createBinaryExpression(target, token, open<ts.Expression>(right));
    // The name that is assigned to may be one that the file exports.
    return close(ts.isIdentifier(target) && operator.endsWith("=") ? node : asBuilt(ts, node));
  };
  return {
    binary,
    assign: (target, operator, value) => binary(target, operator === "=" ? operator : `${operator}=`, value),
    not: (value) => close(factory.createLogicalNot(open<ts.Expression>(value))),
    conditional: (test, consequent, alternate) =>
      close(
        factory.createConditionalExpression(
          open<ts.Expression>(test),
          undefined,
          open<ts.Expression>(consequent),
          undefined,
          open<ts.Expression>(alternate),
        ),
      ),
    sequence: (nodes) => close(openAll<ts.Expression>(nodes).reduce((left, right) => factory.createComma(left, right))),
    delete: (target) => close(factory.createDeleteExpression(open<ts.Expression>(target))),
  };
}

/** The kinds of binary and assignment operators by their text. */
function operatorTokens(ts: TypeScript): ReadonlyMap<string, ts.BinaryOperator> {
  const tokens = new Map<string, ts.BinaryOperator>();
  for (let kind = ts.SyntaxKind.FirstToken; kind <= ts.SyntaxKind.LastToken; kind += 1) {
    const text = ts.tokenToString(kind);
    if (text !== undefined) tokens.set(text, kind as ts.BinaryOperator);
  }
  return tokens;
}

function accesses({
  ts,
  factory,
}: BuilderSettings): Part<"member" | "index" | "memberLike" | "call" | "accessorObject" | "assignmentTarget"> {
  return {
    member: (object, name) => {
      const key = memberName(factory, name);
      return close(asBuilt(ts, factory.createPropertyAccessExpression(open<ts.Expression>(object), key)));
    },
    index: (object, property) =>
      close(factory.createElementAccessExpression(open<ts.Expression>(object), open<ts.Expression>(property))),
    memberLike: (original, object, property) => {
      const node = open<ts.AccessExpression>(original);
      const base = openOrNull<ts.Expression>(object) ?? factory.createSuper();
      if (ts.isPropertyAccessExpression(node)) return close(factory.createPropertyAccessExpression(base, node.name));
      const key = openOrNull<ts.Expression>(property) ?? node.argumentExpression;
      return close(factory.createElementAccessExpression(base, key));
    },
    call: (callee, args) => {
      const target = open<ts.Expression>(callee);
      const node = factory.createCallExpression(target, undefined, openAll<ts.Expression>(args));
      // A function that is imported is to be called without a receiver.
      return close(ts.isPropertyAccessExpression(target) ? asBuilt(ts, node) : node);
    },
    accessorObject: (name, getter, parameter, setter) => {
      const body = (statements: readonly HostNode[]): ts.Block =>
        factory.createBlock(openAll<ts.Statement>(statements), true);
      const get = factory.createGetAccessorDeclaration(undefined, name, [], undefined, body(getter));
      const set = factory.createSetAccessorDeclaration(
        undefined,
        name,
        [plainParameter(factory, parameter)],
        body(setter),
      );
      return close(factory.createObjectLiteralExpression([get, set]));
    },
    assignmentTarget: (pattern) => close(assignmentTarget(ts, factory, open(pattern))),
  };
}

function memberName(factory: ts.NodeFactory, name: string): ts.MemberName {
  return name.startsWith("#") ? factory.createPrivateIdentifier(name) : factory.createIdentifier(name);
}

function plainParameter(factory: ts.NodeFactory, name: string): ts.ParameterDeclaration {
  return factory.createParameterDeclaration(undefined, undefined, name);
}

function functions(
  settings: BuilderSettings,
): Part<"arrow" | "arrowWithParametersOf" | "rebuildFunction" | "functionExpression" | "withStaticField"> {
  const { factory } = settings;
  return {
    arrow: (parameters, body) => {
      const concise =
        "expression" in body
          ? open<ts.Expression>(body.expression)
          : factory.createBlock(openAll<ts.Statement>(body), body.length > 0);
      const list = parameters.map((name) => plainParameter(factory, name));
      return close(factory.createArrowFunction(undefined, undefined, list, undefined, undefined, concise));
    },
    arrowWithParametersOf: (original, body) =>
      close(arrowWithParametersOf(settings, open<AsyncFunction>(original), openAll<ts.Statement>(body))),
    rebuildFunction: (original, parameters, body, name) =>
      close(rebuildFunction(settings, open<AsyncFunction>(original), parameters, openAll<ts.Statement>(body), name)),
    functionExpression: (declaration, name) => {
      const { asteriskToken, typeParameters, parameters, type, body } = open<ts.FunctionDeclaration>(declaration);
      const block = body ?? factory.createBlock([]);
      const list = [typeParameters, parameters, type, block] as const;
      return close(factory.createFunctionExpression(undefined, asteriskToken, name ?? undefined, ...list));
    },
    withStaticField: (original, name, value) =>
      close(withStaticField(settings, open(original), name, open<ts.Expression>(value))),
  };
}

function places({ ts }: BuilderSettings): Part<"at" | "mapped"> {
  return {
    at: (built, original) => {
      const node = open(built);
      const source = open(original);
      if (node === source) return built;
      // An identifier must not have another one as its original: it would be rewritten as that import or export.
      if (!ts.isExpression(node)) ts.setOriginalNode(node, source);
      ts.setTextRange(node, source);
      return built;
    },
    mapped: (built, original) => {
      ts.setSourceMapRange(open(built), open(original));
      return built;
    },
  };
}
