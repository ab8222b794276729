/**
 * The dialect's builder: makes Babel nodes for the core. Babel's printer parenthesises operands as needed.
 *
 * A node given to the builder may stand in several places of what is built (`x += await y` reads `x` and writes it);
 * `settle.ts` sees to it that Babel never meets a node twice. What is built has no place in the source map, which is
 * right for scaffolding; `at` and `mapped` give a place to what stands for something in the source.
 */

import type { Builder, HostNode } from "../transformer/core/dialect.js";
import { close, type FunctionNode, type Node, open, openAll, openOrNull, type t, type Types } from "./ast.js";
import { createStatementBuilder } from "./build-statements.js";
import { assigned } from "./parentheses.js";
import { arrowWithParametersOf, rebuildFunction, withStaticField } from "./rebuild-function.js";

export interface BuilderSettings {
  readonly types: Types;
  /** A reference to an export of the runtime's ABI. */
  readonly runtime: (name: string) => t.Identifier;
}

/** Makes the builder of one file. */
export function createBuilder(settings: BuilderSettings): Builder {
  return {
    ...literals(settings),
    ...operators(settings),
    ...accesses(settings),
    ...functions(settings),
    ...createStatementBuilder(settings.types),
    ...places(),
  };
}

type Part<K extends keyof Builder> = Pick<Builder, K>;

function literals({
  types,
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
  const expression = (node: HostNode): t.Expression => open<t.Expression>(node);
  return {
    identifier: (name) => close(types.identifier(name)),
    own: (name) => close(types.identifier(name)),
    runtime: (name) => close(runtime(name)),
    number: (value) => {
      const literal = types.numericLiteral(Math.abs(value));
      return close(value < 0 ? types.unaryExpression("-", literal) : literal);
    },
    string: (value) => close(types.stringLiteral(value)),
    boolean: (value) => close(types.booleanLiteral(value)),
    undefined: () => close(types.unaryExpression("void", types.numericLiteral(0))),
    array: (elements) => close(types.arrayExpression(openAll<t.Expression>(elements))),
    spread: (value) => close(types.spreadElement(expression(value))),
    objectSpread: (value) => close(types.objectExpression([types.spreadElement(expression(value))])),
    object: (properties) =>
      close(
        types.objectExpression(
          properties.map(({ key, value }) => types.objectProperty(keyNode(types, key), expression(value))),
        ),
      ),
    newTarget: () => close(types.metaProperty(types.identifier("new"), types.identifier("target"))),
    this: () => close(types.thisExpression()),
  };
}

function keyNode(types: Types, key: string): t.Identifier | t.StringLiteral {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) ? types.identifier(key) : types.stringLiteral(key);
}

function operators({
  types,
}: BuilderSettings): Part<"assign" | "binary" | "not" | "conditional" | "sequence" | "delete"> {
  return {
    binary: (left, operator, right) => {
      const [a, b] = [open<t.Expression>(left), open<t.Expression>(right)];
      return close(
        isLogical(operator)
          ? types.logicalExpression(operator, a, b)
          : types.binaryExpression(operator as t.BinaryExpression["operator"], a, b),
      );
    },
    assign: (target, operator, value) =>
      close(
        types.assignmentExpression(
          operator === "=" ? operator : `${operator}=`,
          assigned(open<t.LVal>(target)) as t.LVal,
          open<t.Expression>(value),
        ),
      ),
    not: (value) => close(types.unaryExpression("!", open<t.Expression>(value))),
    conditional: (test, consequent, alternate) =>
      close(
        types.conditionalExpression(
          open<t.Expression>(test),
          open<t.Expression>(consequent),
          open<t.Expression>(alternate),
        ),
      ),
    sequence: (nodes) => close(types.sequenceExpression(openAll<t.Expression>(nodes))),
    delete: (target) => close(types.unaryExpression("delete", open<t.Expression>(target))),
  };
}

function isLogical(operator: string): operator is t.LogicalExpression["operator"] {
  return operator === "&&" || operator === "||" || operator === "??";
}

function accesses({
  types,
}: BuilderSettings): Part<"member" | "index" | "memberLike" | "call" | "accessorObject" | "assignmentTarget"> {
  return {
    member: (object, name) => close(types.memberExpression(open<t.Expression>(object), memberName(types, name))),
    index: (object, property) =>
      close(types.memberExpression(open<t.Expression>(object), open<t.Expression>(property), true)),
    memberLike: (original, object, property) => {
      const node = open<t.MemberExpression | t.OptionalMemberExpression | t.JSXMemberExpression>(original);
      const base = openOrNull<t.Expression>(object) ?? types.super();
      if (node.type === "JSXMemberExpression") {
        return close(types.memberExpression(base, types.identifier(node.property.name)));
      }
      const key = openOrNull<t.Expression>(property) ?? node.property;
      return close(types.memberExpression(base, key, node.computed));
    },
    call: (callee, args) => close(types.callExpression(open<t.Expression>(callee), openAll<t.Expression>(args))),
    accessorObject: (name, getter, parameter, setter) => {
      const body = (statements: readonly HostNode[]): t.BlockStatement =>
        types.blockStatement(openAll<t.Statement>(statements));
      const key = (): t.Identifier => types.identifier(name);
      return close(
        types.objectExpression([
          types.objectMethod("get", key(), [], body(getter)),
          types.objectMethod("set", key(), [types.identifier(parameter)], body(setter)),
        ]),
      );
    },
    // Babel has the same nodes for what is declared and what is assigned to.
    assignmentTarget: (pattern) => pattern,
  };
}

function memberName(types: Types, name: string): t.Identifier | t.PrivateName {
  return name.startsWith("#") ? types.privateName(types.identifier(name.slice(1))) : types.identifier(name);
}

function functions({
  types,
}: BuilderSettings): Part<
  "arrow" | "arrowWithParametersOf" | "rebuildFunction" | "functionExpression" | "withStaticField"
> {
  return {
    arrow: (parameters, body) => {
      const concise =
        "expression" in body ? open<t.Expression>(body.expression) : types.blockStatement(openAll<t.Statement>(body));
      return close(
        types.arrowFunctionExpression(
          parameters.map((name) => types.identifier(name)),
          concise,
        ),
      );
    },
    arrowWithParametersOf: (original, body) =>
      close(arrowWithParametersOf(types, open<FunctionNode>(original), openAll<t.Statement>(body))),
    rebuildFunction: (original, parameters, body, name) =>
      close(rebuildFunction(types, open<FunctionNode>(original), parameters, openAll<t.Statement>(body), name)),
    functionExpression: (declaration, name) =>
      close({
        ...open<t.FunctionDeclaration>(declaration),
        type: "FunctionExpression",
        id: name === null ? null : types.identifier(name),
      }),
    withStaticField: (original, name, value) =>
      close(withStaticField(types, open<t.Class>(original), name, open<t.Expression>(value))),
  };
}

function places(): Part<"at" | "mapped"> {
  const locate = (node: Node, original: Node): void => {
    node.loc ??= original.loc ?? null;
  };
  return {
    at: (built, original) => {
      const node = open(built);
      const source = open(original);
      if (node === source) return built;
      locate(node, source);
      for (const key of ["leadingComments", "innerComments", "trailingComments"] as const) {
        const comments = source[key];
        if (comments) node[key] ??= comments;
      }
      return built;
    },
    mapped: (built, original) => {
      locate(open(built), open(original));
      return built;
    },
  };
}
