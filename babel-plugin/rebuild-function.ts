/**
 * Rebuilds an async function as a plain one: same kind, name, modifiers, decorators and types, without `async` and
 * `*`, with a new body.
 */

import type { NewParameters } from "../transformer/core/dialect.js";
import { isOwnDirective } from "../transformer/directives.js";
import type { FunctionNode, Node, t, Types } from "./ast.js";
import { realParameters } from "./function-views.js";
import { decoratorsOf } from "./syntax.js";

/** The function with a new body and, if asked, new parameters. */
export function rebuildFunction(
  types: Types,
  node: FunctionNode,
  parameters: NewParameters,
  statements: readonly t.Statement[],
): FunctionNode {
  const { params, prelude } = newParameters(types, node, parameters);
  const body = newBody(types, node, [...prelude, ...statements]);
  const rebuilt = { ...node, async: false, generator: false, params, body } as FunctionNode;
  if (rebuilt.type === "ArrowFunctionExpression") rebuilt.expression = false;
  return rebuilt;
}

/** An arrow that takes the original's parameters, patterns and defaults and all, and runs `statements`. */
export function arrowWithParametersOf(
  types: Types,
  node: FunctionNode,
  statements: t.Statement[],
): t.ArrowFunctionExpression {
  const parameters = realParameters(node).map((parameter) =>
    decoratorsOf(parameter).length === 0 ? parameter : ({ ...parameter, decorators: null } as Node),
  );
  const params = parameters as t.ArrowFunctionExpression["params"];
  return types.arrowFunctionExpression(params, types.blockStatement(statements));
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
  const isDecorated = [node, ...originals].some((owner) => decoratorsOf(owner).length > 0);
  if (isDecorated && rest !== null) return decoratedParameters(types, originals, names, rest);
  const params: Node[] = names.map((name, index) => renamed(types, originals[index], name));
  if (rest !== null) params.push(types.restElement(types.identifier(rest)));
  return { params, prelude: [] };
}

/** A parameter with a new name, no default, and the decorators and type of the old one. */
function renamed(types: Types, original: Node | undefined, name: string): t.Identifier {
  const identifier = types.identifier(name);
  if (original === undefined) return identifier;
  const target = original.type === "AssignmentPattern" ? original.left : original;
  const { typeAnnotation } = target as { typeAnnotation?: t.TSTypeAnnotation | null };
  if (typeAnnotation) identifier.typeAnnotation = typeAnnotation;
  const decorators = decoratorsOf(original);
  if (decorators.length > 0) identifier.decorators = [...decorators];
  return identifier;
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
    if (early !== undefined) return renamed(types, original, early);
    const identifier = renamed(types, original, `${rest}_${String(index)}`);
    const use = types.identifier(identifier.name);
    if (original.type === "RestElement") {
      gathered.push(types.spreadElement(use));
      return types.restElement(identifier);
    }
    gathered.push(use);
    return types.assignmentPattern(identifier, types.unaryExpression("void", types.numericLiteral(0)));
  });
  const list = types.variableDeclarator(types.identifier(rest), types.arrayExpression(gathered));
  return { params, prelude: [types.variableDeclaration("const", [list])] };
}
