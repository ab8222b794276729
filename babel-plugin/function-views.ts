/**
 * Views of async functions: kind, name, parameters, body.
 */

import type { FunctionKind, FunctionView, ParameterView } from "../transformer/core/dialect.js";
import { close, closeAll, type FunctionNode, type Node, type t } from "./ast.js";
import type { Survey } from "./survey.js";
import { directivesOf, isClass, isFunction, isThisParameter, isWrapper, literalKey, skipWrappers } from "./syntax.js";

/** What the views of functions need of their file. */
export interface FunctionSettings {
  readonly survey: Survey;
  readonly program: t.Program;
  readonly code: string;
}

/** Views an async function. */
export function functionView(settings: FunctionSettings, node: FunctionNode): FunctionView {
  const { body } = node;
  const block = body.type === "BlockStatement" ? body : null;
  const hasOwnName = node.type === "FunctionDeclaration" || node.type === "FunctionExpression";
  return {
    node: close(node),
    kind: kindOf(node),
    isGenerator: node.generator ?? false,
    name: nameOf(settings, node),
    selfName: hasOwnName ? (node.id?.name ?? null) : null,
    parameters: realParameters(node).map(parameterView),
    body: block === null ? null : closeAll(block.body),
    expression: block === null ? close(body) : null,
    directives: directivesOf(block?.directives),
    isStrict: isInStrictCode(settings, node),
  };
}

/** The parameters without TypeScript's `this`. */
export function realParameters(node: FunctionNode): readonly Node[] {
  return (node.params as readonly Node[]).filter((parameter) => !isThisParameter(parameter));
}

function kindOf(node: FunctionNode): FunctionKind {
  if (node.type === "FunctionDeclaration") return "declaration";
  if (node.type === "FunctionExpression") return "expression";
  return node.type === "ArrowFunctionExpression" ? "arrow" : "method";
}

function parameterView(node: Node): ParameterView {
  const isRest = node.type === "RestElement";
  const initializer = node.type === "AssignmentPattern" ? node.right : undefined;
  const target = node.type === "AssignmentPattern" ? node.left : isRest ? node.argument : node;
  const isIdentifier = target.type === "Identifier";
  const mayThrow = !isIdentifier || (initializer !== undefined && !isHarmless(initializer));
  return { node: close(node), isIdentifier, isRest, hasDefault: initializer !== undefined, mayThrow };
}

/** A default that can neither throw nor be noticed. */
function isHarmless(initializer: Node): boolean {
  const node = skipWrappers(initializer);
  switch (node.type) {
    case "UnaryExpression":
      return ["-", "+", "~", "!"].includes(node.operator) && node.argument.type === "NumericLiteral";
    case "ArrayExpression":
      return node.elements.length === 0;
    case "ObjectExpression":
      return node.properties.length === 0;
    case "Identifier":
      return node.name === "undefined";
    case "TemplateLiteral":
      return node.expressions.length === 0;
    case "NumericLiteral":
    case "BigIntLiteral":
    case "StringLiteral":
    case "BooleanLiteral":
    case "NullLiteral":
    case "RegExpLiteral":
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return true;
    default:
      return false;
  }
}

/** Is the function inside a module, a class or a function with "use strict", or has it the directive itself? */
function isInStrictCode({ survey, program }: FunctionSettings, node: Node): boolean {
  if (program.sourceType === "module") return true;
  for (let outer: Node | undefined = node; outer !== undefined; outer = survey.parentOf(outer)) {
    if (isClass(outer)) return true;
    const body = isFunction(outer) ? outer.body : outer;
    const hasDirectives = body.type === "BlockStatement" || body.type === "Program";
    if (hasDirectives && directivesOf(body.directives).includes("use strict")) return true;
  }
  return false;
}

/** The name that a stack frame shows: `fn.name` after ECMAScript's name inference. */
function nameOf(settings: FunctionSettings, node: FunctionNode): string {
  if ("key" in node) return keyText(settings, node.key, "computed" in node && node.computed);
  if (node.type !== "ArrowFunctionExpression" && node.id) return node.id.name;
  if (node.type === "FunctionDeclaration") return "default";
  const { parentOf } = settings.survey;
  let child: Node = node;
  let parent = parentOf(child);
  for (; parent !== undefined && isWrapper(parent); parent = parentOf(parent)) child = parent;
  if (parent === undefined) return "";
  return inferredName(child, parent) ?? keyText(settings, (parent as t.ObjectProperty).key, true);
}

/** The name that an anonymous function gets where it stands; `null` when a computed key decides. */
export function inferredName(value: Node, parent: Node): string | null {
  switch (parent.type) {
    case "VariableDeclarator":
      return parent.id.type === "Identifier" ? parent.id.name : "";
    case "AssignmentExpression":
      if (!["=", "&&=", "||=", "??="].includes(parent.operator)) return "";
      return parent.right === value && parent.left.type === "Identifier" ? parent.left.name : "";
    case "AssignmentPattern":
      return parent.right === value && parent.left.type === "Identifier" ? parent.left.name : "";
    case "ObjectProperty":
    case "ClassProperty":
    case "ClassAccessorProperty":
      return parent.value === value ? (literalKey(parent.key, parent.computed ?? false) ?? null) : "";
    case "ClassPrivateProperty":
      return literalKey(parent.key, false) ?? null;
    case "ExportDefaultDeclaration":
      return "default";
    default:
      return "";
  }
}

function keyText({ code }: FunctionSettings, key: Node, isComputed: boolean): string {
  const literal = literalKey(key, isComputed);
  if (literal !== undefined) return literal;
  return typeof key.start === "number" && typeof key.end === "number" ? `[${code.slice(key.start, key.end)}]` : "";
}
