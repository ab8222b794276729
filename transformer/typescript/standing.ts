/**
 * Where an async function stands: what it is named after, who can see it, and under which key a method can be read
 * again.
 */

import type ts from "typescript";
import type { Standing } from "../core/dialect.js";
import { type AsyncFunction, inferredName } from "./function-views.js";
import { close, type TypeScript } from "./host-node.js";
import { directivesOf, hasModifier, isStatementList, isStatic, isWrapper, literalKey, skipWrappers } from "./syntax.js";

type Home = NonNullable<Standing["home"]>;

/**
 * Says where an async function stands.
 *
 * @param defaultName what `export default` names a function; `null` where TypeScript's own output decides (CommonJS)
 */
export function standingOf(ts: TypeScript, node: AsyncFunction, defaultName: "default" | null): Standing {
  const outermost = outermostWrapper(ts, node);
  const { parent } = outermost;
  const variable = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? close(parent.name) : null;
  return {
    name: nameOf(ts, node, outermost, defaultName),
    isCallee: isCallee(ts, node),
    variable,
    firstStatement: ts.isFunctionDeclaration(node) ? firstStatement(ts, node) : null,
    statement: topStatement(ts, node, outermost),
    home: ts.isMethodDeclaration(node) ? homeOf(ts, node) : null,
  };
}

function nameOf(ts: TypeScript, node: AsyncFunction, outermost: ts.Node, defaultName: string | null): string | null {
  if (ts.isMethodDeclaration(node)) return null;
  if (node.name !== undefined) return node.name.text;
  const isDefault = ts.isFunctionDeclaration(node) || ts.isExportAssignment(outermost.parent);
  return isDefault ? defaultName : inferredName(ts, outermost, outermost.parent);
}

/** Is the expression what a call calls? */
export function isCallee(ts: TypeScript, node: ts.Node): boolean {
  const outermost = outermostWrapper(ts, node);
  return ts.isCallExpression(outermost.parent) && outermost.parent.expression === outermost;
}

/** The expression with the parentheses and assertions around it. */
export function outermostWrapper(ts: TypeScript, node: ts.Node): ts.Node {
  let outermost = node;
  while (isWrapper(ts, outermost.parent)) outermost = outermost.parent;
  return outermost;
}

/** The first statement of the list in which a declaration stands; `null` at the top of a file. */
function firstStatement(ts: TypeScript, node: ts.FunctionDeclaration): Standing["firstStatement"] {
  const { parent } = node;
  if (ts.isSourceFile(parent) || !isStatementList(ts, parent)) return null;
  const { statements } = parent as ts.Block;
  const isBody = ts.isFunctionLike(parent.parent);
  const first = statements[isBody ? directivesOf(ts, statements).length : 0];
  return first === undefined ? null : close(first);
}

/** The statement at the top of the file that declares the function, or a variable for it. */
function topStatement(ts: TypeScript, node: AsyncFunction, outermost: ts.Node): Standing["statement"] {
  const declarator = outermost.parent;
  const statement = ts.isFunctionDeclaration(node)
    ? node
    : ts.isVariableDeclaration(declarator)
      ? declarator.parent.parent
      : declarator;
  const isDeclaring =
    ts.isFunctionDeclaration(statement) || ts.isVariableStatement(statement) || ts.isExportAssignment(statement);
  return isDeclaring && ts.isSourceFile(statement.parent) ? close(statement) : null;
}

/** Not in a class whose decorators may have exchanged a method before anybody looks: those of static members may. */
function homeOf(ts: TypeScript, node: ts.MethodDeclaration): Home | null {
  const owner = node.parent;
  const key = keyOf(ts, node.name);
  if (key === null || isDecorated(ts, node)) return null;
  if (ts.isObjectLiteralExpression(owner)) {
    const later = owner.properties.slice(owner.properties.indexOf(node) + 1);
    if (later.some((each) => mayRedefine(ts, each.name, key))) return null;
    return { owner: close(owner), place: "object", isOnce: false, key };
  }
  if (isDecorated(ts, owner) || owner.members.some((each) => isStatic(ts, each) && isDecorated(ts, each))) return null;
  const isOfClass = isStatic(ts, node);
  const later = owner.members.slice((owner.members as readonly ts.Node[]).indexOf(node) + 1);
  const rivals = later.filter((each) => !ts.isClassStaticBlockDeclaration(each) && !ts.isConstructorDeclaration(each));
  if (rivals.some((each) => isInSamePlace(ts, each, isOfClass) && mayRedefine(ts, each.name, key))) return null;
  const isOnce = ts.isClassDeclaration(owner) && ts.isSourceFile(owner.parent);
  return { owner: close(owner), place: isOfClass ? "static" : "prototype", isOnce, key };
}

/** Fields come into being after the methods were looked at; `accessor`s do not. */
function isInSamePlace(ts: TypeScript, member: ts.ClassElement, isOfClass: boolean): boolean {
  const isField = ts.isPropertyDeclaration(member) && !hasModifier(ts, member, ts.SyntaxKind.AccessorKeyword);
  return !isField && isStatic(ts, member) === isOfClass;
}

/** A key that can be read again without effect: a literal one, or `[Symbol.x]`. */
function keyOf(ts: TypeScript, name: ts.PropertyName): Home["key"] | null {
  if (ts.isPrivateIdentifier(name)) return null;
  const literal = literalKey(ts, name);
  if (literal !== undefined) return literal;
  const expression = ts.isComputedPropertyName(name) ? skipWrappers(ts, name.expression) : name;
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return null;
  if (expression.expression.text !== "Symbol" || !ts.isIdentifier(expression.name)) return null;
  return { symbol: expression.name.text, object: close(expression.expression) };
}

/** Might this property have the same key? A spread might. */
function mayRedefine(ts: TypeScript, name: ts.PropertyName | undefined, key: Home["key"]): boolean {
  if (name === undefined) return true;
  if (ts.isPrivateIdentifier(name)) return false;
  const other = keyOf(ts, name);
  if (other === null) return true;
  if (typeof other === "string" || typeof key === "string") return other === key;
  return other.symbol === key.symbol;
}

function isDecorated(ts: TypeScript, node: ts.Node): boolean {
  return ts.canHaveDecorators(node) && (ts.getDecorators(node)?.length ?? 0) > 0;
}
