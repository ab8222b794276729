/**
 * Rebuilds an async function as a plain one: same kind, name, modifiers, decorators and types, without `async` and
 * `*`, with a new body.
 */

import type ts from "typescript";
import type { NewParameters } from "../core/dialect.js";
import { isOwnDirective } from "../directives.js";
import { type AsyncFunction, realParameters } from "./function-views.js";
import type { TypeScript } from "./host-node.js";
import { isDirective } from "./syntax.js";

export interface RebuildSettings {
  readonly ts: TypeScript;
  readonly factory: ts.NodeFactory;
  /** Do decorators see the types of what they decorate (`emitDecoratorMetadata`)? */
  readonly decoratorMetadata: boolean;
}

/** The function with a new body and, if asked, new parameters, and a name (`given`) where it had none. */
export function rebuildFunction(
  settings: RebuildSettings,
  node: AsyncFunction,
  parameters: NewParameters,
  statements: readonly ts.Statement[],
  given: string | null,
): AsyncFunction {
  const { ts, factory } = settings;
  const name = given === null ? undefined : factory.createIdentifier(given);
  const list = newParameters(settings, node, parameters);
  const modifiers = node.modifiers?.filter(({ kind }) => kind !== ts.SyntaxKind.AsyncKeyword);
  const plainModifiers = modifiers?.filter((modifier): modifier is ts.Modifier => ts.isModifier(modifier));
  const body = newBody(settings, node, [...list.prelude, ...statements]);
  // What follows the name, the same for every kind but an arrow's.
  const rest = [node.typeParameters, list.parameters, returnType(settings, node), body] as const;
  if (ts.isFunctionDeclaration(node)) {
    return factory.updateFunctionDeclaration(node, modifiers, undefined, node.name ?? name, ...rest);
  }
  if (ts.isFunctionExpression(node)) {
    return factory.updateFunctionExpression(node, plainModifiers, undefined, node.name ?? name, ...rest);
  }
  if (ts.isMethodDeclaration(node)) {
    return factory.updateMethodDeclaration(node, modifiers, undefined, node.name, node.questionToken, ...rest);
  }
  if (isConstructor(ts, node)) {
    return factory.createMethodDeclaration(modifiers, undefined, "constructor", undefined, ...rest);
  }
  const [typeParameters, parameterList, type] = rest;
  const arrow = node.equalsGreaterThanToken;
  const concise = conciseBody(ts, node, list.prelude.length === 0 ? statements : []) ?? body;
  return factory.updateArrowFunction(node, plainModifiers, typeParameters, parameterList, type, arrow, concise);
}

/** An arrow without a block, or with an empty one, gets none when it only returns something. */
function conciseBody(
  ts: TypeScript,
  { body }: ts.ArrowFunction,
  statements: readonly ts.Statement[],
): ts.Expression | undefined {
  const [only, ...others] = statements;
  if (only === undefined || others.length > 0 || !ts.isReturnStatement(only)) return undefined;
  return ts.isBlock(body) && body.statements.length > 0 ? undefined : only.expression;
}

/** `static async constructor() {}` is an ordinary method, which TypeScript parses as a constructor. */
function isConstructor(ts: TypeScript, node: ts.Node): boolean {
  return ts.isConstructorDeclaration(node);
}

/** An arrow that takes the original's parameters, patterns and defaults and all, and runs `statements`. */
export function arrowWithParametersOf(
  { ts, factory }: RebuildSettings,
  node: AsyncFunction,
  statements: readonly ts.Statement[],
): ts.ArrowFunction {
  const parameters = realParameters(ts, node).map((parameter) =>
    factory.updateParameterDeclaration(
      parameter,
      undefined,
      parameter.dotDotDotToken,
      parameter.name,
      undefined,
      undefined,
      parameter.initializer,
    ),
  );
  const body = factory.createBlock(statements, true);
  return factory.createArrowFunction(undefined, undefined, parameters, undefined, undefined, body);
}

/** A class with one more static private field, before its other members. */
export function withStaticField(
  { ts, factory }: RebuildSettings,
  node: ts.ClassLikeDeclaration,
  field: string,
  value: ts.Expression,
): ts.ClassLikeDeclaration {
  const isStatic = [factory.createToken(ts.SyntaxKind.StaticKeyword)];
  const key = factory.createPrivateIdentifier(`#${field}`);
  const first = factory.createPropertyDeclaration(isStatic, key, undefined, undefined, value);
  const members = ts.setTextRange(factory.createNodeArray([first, ...node.members]), node.members);
  const { modifiers, name, typeParameters, heritageClauses } = node;
  return ts.isClassDeclaration(node)
    ? factory.updateClassDeclaration(node, modifiers, name, typeParameters, heritageClauses, members)
    : factory.updateClassExpression(node, modifiers, name, typeParameters, heritageClauses, members);
}

/** The body keeps its place, so that the closing brace and the comments before it do. */
function newBody({ ts, factory }: RebuildSettings, node: AsyncFunction, statements: readonly ts.Statement[]): ts.Block {
  const old = node.body;
  if (old === undefined || !ts.isBlock(old)) return factory.createBlock(statements, true);
  const rest = old.statements.findIndex((statement) => !isDirective(ts, statement));
  const prologue = rest < 0 ? old.statements : old.statements.slice(0, rest);
  const directives = prologue.filter(
    (statement) => !(isDirective(ts, statement) && isOwnDirective(statement.expression.text)),
  );
  const list = ts.setTextRange(factory.createNodeArray([...directives, ...statements]), old.statements);
  return ts.setTextRange(factory.createBlock(list, true), old);
}

interface ParameterList {
  readonly parameters: readonly ts.ParameterDeclaration[];
  /** Statements that must come first in the body. */
  readonly prelude: readonly ts.Statement[];
}

function newParameters(settings: RebuildSettings, node: AsyncFunction, parameters: NewParameters): ParameterList {
  if (parameters.kind === "keep") return { parameters: node.parameters, prelude: [] };
  const { ts, factory } = settings;
  const isDecorated = [node, ...node.parameters].some(
    (owner) => ts.canHaveDecorators(owner) && (ts.getDecorators(owner)?.length ?? 0) > 0,
  );
  if (isDecorated && parameters.rest !== null)
    return decoratedParameters(settings, node, parameters.names, parameters.rest);
  const names = parameters.names.map((name, index) => renamed(settings, realParameters(ts, node)[index], name));
  if (parameters.rest === null) return { parameters: names, prelude: [] };
  const dots = factory.createToken(ts.SyntaxKind.DotDotDotToken);
  return { parameters: [...names, factory.createParameterDeclaration(undefined, dots, parameters.rest)], prelude: [] };
}

/** A parameter with a new name, no default, and the decorators and type of the old one. */
function renamed(
  { ts, factory }: RebuildSettings,
  original: ts.ParameterDeclaration | undefined,
  name: string,
  initializer?: ts.Expression,
): ts.ParameterDeclaration {
  const dots = initializer === undefined ? original?.dotDotDotToken : undefined;
  const parameter = factory.createParameterDeclaration(
    original?.modifiers,
    dots,
    name,
    undefined,
    original?.type,
    initializer,
  );
  return original === undefined ? parameter : ts.setOriginalNode(parameter, original);
}

/**
 * Decorators sit on parameters by position, so a decorated method cannot take its last ones as `...rest`. They
 * become parameters with a default, which does not count in `length` either, and are gathered in the body.
 *
 *   [source]  async m(@A() a, @B() b = f(), ...c)
 *   [built]   m(@A() a_1, @B() b_1 = void 0, ...c_1) { const rest = [b_1, ...c_1]; … }
 */
function decoratedParameters(
  settings: RebuildSettings,
  node: AsyncFunction,
  names: readonly string[],
  rest: string,
): ParameterList {
  const { ts, factory } = settings;
  const gathered: ts.Expression[] = [];
  const parameters = realParameters(ts, node).map((original, index) => {
    const early = names[index];
    if (early !== undefined) return renamed(settings, original, early);
    const name = `${rest}_${String(index)}`;
    const isRest = original.dotDotDotToken !== undefined;
    const use = factory.createIdentifier(name);
    gathered.push(isRest ? factory.createSpreadElement(use) : use);
    return renamed(settings, original, name, isRest ? undefined : factory.createVoidZero());
  });
  const declaration = factory.createVariableDeclaration(
    rest,
    undefined,
    undefined,
    factory.createArrayLiteralExpression(gathered),
  );
  const list = factory.createVariableDeclarationList([declaration], ts.NodeFlags.Const);
  return { parameters, prelude: [factory.createVariableStatement(undefined, list)] };
}

/** An async method without a type annotation tells its decorators that it returns a `Promise`. */
function returnType({ ts, factory, decoratorMetadata }: RebuildSettings, node: AsyncFunction): ts.TypeNode | undefined {
  const needsType = decoratorMetadata && node.type === undefined && node.asteriskToken === undefined;
  const isDecorated = ts.canHaveDecorators(node) && (ts.getDecorators(node)?.length ?? 0) > 0;
  return needsType && isDecorated ? factory.createTypeReferenceNode("Promise") : node.type;
}
