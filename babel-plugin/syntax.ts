/**
 * Small questions about Babel's syntax that several parts of the dialect ask.
 */

import type { FunctionNode, Node, t } from "./ast.js";

/** Does the node leave no code behind? Types, ambient declarations, overload signatures. */
export function isErased(node: Node): boolean {
  switch (node.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSDeclareFunction":
    case "TSDeclareMethod":
    case "TSIndexSignature":
    case "TSNamespaceExportDeclaration":
    case "TypeAlias":
    case "OpaqueType":
    case "InterfaceDeclaration":
      return true;
    case "ClassProperty":
    case "ClassAccessorProperty":
      return (node.declare ?? false) || (node.abstract ?? false);
    case "FunctionDeclaration":
    case "VariableDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
      return node.declare ?? false;
    case "TSModuleDeclaration":
      return (node.declare ?? false) || !isInstantiated(node);
    case "ImportDeclaration":
      return isTypeOnly(node.importKind);
    case "TSImportEqualsDeclaration":
      return isTypeOnly(node.importKind);
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      return isTypeOnly(node.exportKind);
    default:
      return node.type.startsWith("Declare");
  }
}

/** Is this the kind of an import or export of types? */
export function isTypeOnly(kind: string | null | undefined): boolean {
  return kind === "type" || kind === "typeof";
}

/** Does a namespace hold anything but types, so that it exists at run time? */
function isInstantiated({ body }: t.TSModuleDeclaration): boolean {
  if (body.type === "TSModuleDeclaration") return isInstantiated(body);
  return body.body.some((statement) => {
    const isExport = statement.type === "ExportNamedDeclaration" && statement.declaration;
    return !isErased(isExport ? isExport : statement);
  });
}

/** Parentheses and type assertions: they evaluate to what is inside. */
export type Wrapper =
  | t.ParenthesizedExpression
  | t.TSAsExpression
  | t.TSSatisfiesExpression
  | t.TSNonNullExpression
  | t.TSTypeAssertion
  | t.TSInstantiationExpression
  | t.TypeCastExpression;

export function isWrapper(node: Node): node is Wrapper {
  switch (node.type) {
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSSatisfiesExpression":
    case "TSNonNullExpression":
    case "TSTypeAssertion":
    case "TSInstantiationExpression":
    case "TypeCastExpression":
      return true;
    default:
      return false;
  }
}

/** The expression inside parentheses, `as`, `!`, `satisfies`, `<T>x`, `(x: T)`. */
export function skipWrappers(node: Node): Node {
  let inner = node;
  while (isWrapper(inner)) inner = inner.expression;
  return inner;
}

/** Is it a function whose body has a `return` of its own? */
export function isFunction(node: Node): node is FunctionNode {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
    case "ObjectMethod":
    case "ClassMethod":
    case "ClassPrivateMethod":
      return true;
    default:
      return false;
  }
}

/** Is it a static member of a class, or a static block? */
export function isStatic(member: Node): boolean {
  return member.type === "StaticBlock" || ("static" in member && member.static === true);
}

/** Is it a class? */
export function isClass(node: Node): node is t.Class {
  return node.type === "ClassDeclaration" || node.type === "ClassExpression";
}

/** ECMAScript's IsAnonymousFunctionDefinition: does it take the name of what it is assigned to? */
export function isAnonymousFunction(node: Node): boolean {
  if (node.type === "ParenthesizedExpression") return isAnonymousFunction(node.expression);
  if (node.type === "ArrowFunctionExpression") return true;
  return (node.type === "FunctionExpression" || node.type === "ClassExpression") && !node.id;
}

/** `o.m`, `o[k]`, `super.m`, or a link of an optional chain that reads a property. */
export function isMember(node: Node): node is t.MemberExpression | t.OptionalMemberExpression {
  return node.type === "MemberExpression" || node.type === "OptionalMemberExpression";
}

/** Decorators wherever Babel keeps them. */
export function decoratorsOf(node: Node): readonly t.Decorator[] {
  return (node as { decorators?: readonly t.Decorator[] | null }).decorators ?? [];
}

/** A parameter's decorators. Before a default they may also be the name's. */
export function parameterDecorators(parameter: Node): readonly t.Decorator[] {
  const own = decoratorsOf(parameter);
  return parameter.type === "AssignmentPattern" ? [...own, ...decoratorsOf(parameter.left)] : own;
}

/** TypeScript's `this: T`, which is a type annotation in the shape of a parameter. */
export function isThisParameter(parameter: Node): boolean {
  return parameter.type === "Identifier" && parameter.name === "this";
}

/** The text of a property name that is not computed, `#` included; `undefined` when it is computed. */
export function literalKey(key: Node, isComputed: boolean): string | undefined {
  switch (key.type) {
    case "StringLiteral":
      return key.value;
    case "NumericLiteral":
      return String(key.value);
    case "TemplateLiteral":
      return key.expressions.length === 0 ? (key.quasis[0]?.value.cooked ?? undefined) : undefined;
    case "BigIntLiteral":
      return isComputed ? undefined : String(key.value).replace(/n$/, "");
    case "Identifier":
      return isComputed ? undefined : key.name;
    case "PrivateName":
      return `#${key.id.name}`;
    default:
      return undefined;
  }
}

/** The strings at the start of a body, without quotes. */
export function directivesOf(directives: readonly t.Directive[] | null | undefined): readonly string[] {
  return directives?.map((directive) => directive.value.value) ?? [];
}

/** Would JSX take this identifier for an element's name? */
export function isIntrinsicName(name: string): boolean {
  return /^[a-z]/.test(name) || name.includes("-");
}

/** Is the tag an element's name (`div`, `my-element`, `svg:rect`), not a component? */
export function isIntrinsicTag(tag: t.JSXOpeningElement["name"]): boolean {
  if (tag.type === "JSXIdentifier") return tag.name !== "this" && isIntrinsicName(tag.name);
  return tag.type === "JSXNamespacedName";
}
