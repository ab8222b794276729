/**
 * Rebuilds an async function as a plain one: same kind, name, modifiers, decorators and types, without `async` and
 * `*`, with a new body.
 */

import type { NewParameters } from "../transformer/core/dialect.js";
import { isOwnDirective } from "../transformer/directives.js";
import type { FunctionNode, Node, t, Types } from "./ast.js";
import { realParameters } from "./function-views.js";
import { decoratorsOf, parameterDecorators } from "./syntax.js";

/** The function with a new body and, if asked, new parameters, and a name (`given`) where it had none. */
export function rebuildFunction(
  types: Types,
  node: FunctionNode,
  parameters: NewParameters,
  statements: readonly t.Statement[],
  given: string | null,
): FunctionNode {
  const { params, prelude } = newParameters(types, node, parameters);
  const body = newBody(types, node, [...prelude, ...statements]);
  const rebuilt = { ...node, async: false, generator: false, params, body } as FunctionNode;
  if (rebuilt.type === "ArrowFunctionExpression") {
    const concise = conciseBody(node, prelude.length === 0 ? statements : []);
    rebuilt.expression = concise !== undefined;
    rebuilt.body = concise ?? body;
  } else if ("id" in rebuilt && given !== null) rebuilt.id ??= types.identifier(given);
  return rebuilt;
}

/** An arrow without a block, or with an empty one, gets none when it only returns something. */
function conciseBody({ body }: FunctionNode, statements: readonly t.Statement[]): t.Expression | undefined {
  const [only, ...others] = statements;
  if (only?.type !== "ReturnStatement" || others.length > 0) return undefined;
  const isEmpty = body.type !== "BlockStatement" || (body.body.length === 0 && !hasMore(body));
  return isEmpty ? (only.argument ?? undefined) : undefined;
}

function hasMore({ directives, innerComments }: t.BlockStatement): boolean {
  return directives.length > 0 || (innerComments?.length ?? 0) > 0;
}

/** An arrow that takes the original's parameters, patterns and defaults and all, and runs `statements`. */
export function arrowWithParametersOf(
  types: Types,
  node: FunctionNode,
  statements: t.Statement[],
): t.ArrowFunctionExpression {
  const parameters = realParameters(node).map(withoutDecorators);
  const params = parameters as t.ArrowFunctionExpression["params"];
  return types.arrowFunctionExpression(params, types.blockStatement(statements));
}

/** Decorators stay with the parameters of the method that the arrow stands in. */
function withoutDecorators(parameter: Node): Node {
  if (parameterDecorators(parameter).length === 0) return parameter;
  const plain = { ...parameter, decorators: null } as Node;
  if (plain.type === "AssignmentPattern") plain.left = { ...plain.left, decorators: null } as t.Identifier;
  return plain;
}

/** A class with one more static private field, before its other members. */
export function withStaticField(types: Types, node: t.Class, name: string, value: t.Expression): t.Class {
  const field = types.classPrivateProperty(types.privateName(types.identifier(name)), value, [], true);
  return { ...node, body: { ...node.body, body: [field, ...node.body.body] } };
}

/** The body keeps its place, so that the closing brace and the comments before it do. */
function newBody(types: Types, { body }: FunctionNode, statements: t.Statement[]): t.BlockStatement {
  if (body.type !== "BlockStatement") return types.blockStatement(statements);
  const directives = body.directives.filter(({ value }) => !isOwnDirective(value.value));
  return { ...body, body: statements, directives };
}

interface ParameterList {
  readonly params: readonly Node[];
  /** Statements that must come first in the body. */
  readonly prelude: readonly t.Statement[];
}

function newParameters(types: Types, node: FunctionNode, parameters: NewParameters): ParameterList {
  if (parameters.kind === "keep") return { params: node.params, prelude: [] };
  const { names, rest } = parameters;
  const originals = realParameters(node);
  const isDecorated = decoratorsOf(node).length > 0 || originals.some((each) => parameterDecorators(each).length > 0);
  if (isDecorated && rest !== null) return decoratedParameters(types, originals, names, rest);
  const params: Node[] = names.map((name, index) => {
    const original = originals[index];
    return original === undefined ? types.identifier(name) : decorated(renamed(types, original, name), original);
  });
  if (rest !== null) params.push(types.restElement(types.identifier(rest)));
  return { params, prelude: [] };
}

/** A parameter with a new name, no default, and the type of the old one. */
function renamed(types: Types, original: Node, name: string): t.Identifier {
  const identifier = types.identifier(name);
  const target = original.type === "AssignmentPattern" ? original.left : original;
  const { typeAnnotation } = target as { typeAnnotation?: t.TSTypeAnnotation | null };
  if (typeAnnotation) identifier.typeAnnotation = typeAnnotation;
  return identifier;
}

/** A parameter with the decorators of the old one. */
function decorated<T extends t.Identifier | t.AssignmentPattern | t.RestElement>(parameter: T, original: Node): T {
  const decorators = parameterDecorators(original);
  if (decorators.length > 0) parameter.decorators = [...decorators];
  return parameter;
}

/**
 * Decorators sit on parameters by position, so a decorated method cannot take its last ones as `...rest`. They
 * become parameters with a default, which does not count in `length` either, and are gathered in the body.
 *
 *   [source]  async m(@A() a, @B() b = f(), ...c)
 *   [built]   m(@A() a_1, @B() b_1 = void 0, ...c_1) { const rest = [b_1, ...c_1]; … }
 */
function decoratedParameters(
  types: Types,
  originals: readonly Node[],
  names: readonly string[],
  rest: string,
): ParameterList {
  const gathered: (t.Expression | t.SpreadElement)[] = [];
  const params = originals.map((original, index) => {
    const early = names[index];
    if (early !== undefined) return decorated(renamed(types, original, early), original);
    const identifier = renamed(types, original, `${rest}_${String(index)}`);
    const use = types.identifier(identifier.name);
    if (original.type === "RestElement") {
      gathered.push(types.spreadElement(use));
      return decorated(types.restElement(identifier), original);
    }
    gathered.push(use);
    const nothing = types.unaryExpression("void", types.numericLiteral(0));
    return decorated(types.assignmentPattern(identifier, nothing), original);
  });
  const list = types.variableDeclarator(types.identifier(rest), types.arrayExpression(gathered));
  return { params, prelude: [types.variableDeclaration("const", [list])] };
}
