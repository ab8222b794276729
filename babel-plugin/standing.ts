/**
 * Where an async function stands: what it is named after, who can see it, and under which key a method can be read
 * again.
 */

import type { Standing } from "../transformer/core/dialect.js";
import { close, type FunctionNode, type Node, type t } from "./ast.js";
import { inferredName } from "./function-views.js";
import type { Survey } from "./survey.js";
import { decoratorsOf, isClass, isWrapper, literalKey, skipWrappers } from "./syntax.js";

type Home = NonNullable<Standing["home"]>;

/** Says where an async function stands. */
export function standingOf(survey: Survey, node: FunctionNode): Standing {
  const outermost = outermostWrapper(survey, node);
  const parent = survey.parentOf(outermost);
  const isDeclared = parent?.type === "VariableDeclarator" && parent.id.type === "Identifier";
  return {
    name: nameOf(node, outermost, parent),
    isCallee: isCallee(survey, node),
    variable: isDeclared ? close(parent.id) : null,
    firstStatement: node.type === "FunctionDeclaration" ? firstStatement(survey, node) : null,
    statement: topStatement(survey, node, outermost),
    home: node.type === "ObjectMethod" || node.type === "ClassMethod" ? homeOf(survey, node) : null,
  };
}

function nameOf(node: FunctionNode, outermost: Node, parent: Node | undefined): string | null {
  if ("key" in node || parent === undefined) return null;
  if (node.type !== "ArrowFunctionExpression" && node.id) return node.id.name;
  return node.type === "FunctionDeclaration" ? "default" : inferredName(outermost, parent);
}

/** Is the expression what a call calls? */
export function isCallee(survey: Survey, node: Node): boolean {
  const outermost = outermostWrapper(survey, node);
  const parent = survey.parentOf(outermost);
  return (
    (parent?.type === "CallExpression" || parent?.type === "OptionalCallExpression") && parent.callee === outermost
  );
}

/** The expression with the parentheses and assertions around it. */
export function outermostWrapper(survey: Survey, node: Node): Node {
  let outermost = node;
  for (let parent = survey.parentOf(node); parent !== undefined && isWrapper(parent); parent = survey.parentOf(parent))
    outermost = parent;
  return outermost;
}

/** The first statement of the list in which a declaration stands; `null` at the top of a file. */
function firstStatement(survey: Survey, node: t.FunctionDeclaration): Standing["firstStatement"] {
  const parent = survey.parentOf(node);
  const statements = parent === undefined ? undefined : statementsOf(parent);
  const first = statements?.[0];
  return first === undefined ? null : close(first);
}

function statementsOf(parent: Node): readonly t.Statement[] | undefined {
  switch (parent.type) {
    case "BlockStatement":
    case "StaticBlock":
    case "TSModuleBlock":
      return parent.body;
    case "SwitchCase":
      return parent.consequent;
    default:
      return undefined;
  }
}

/** The statement at the top of the file that declares the function, or a variable for it. */
function topStatement(survey: Survey, node: FunctionNode, outermost: Node): Standing["statement"] {
  const parent = survey.parentOf(outermost);
  const declaration =
    node.type === "FunctionDeclaration"
      ? node
      : parent?.type === "VariableDeclarator"
        ? survey.parentOf(parent)
        : undefined;
  const holder = declaration === undefined ? parent : survey.parentOf(declaration);
  const isExport = holder?.type === "ExportNamedDeclaration" || holder?.type === "ExportDefaultDeclaration";
  const statement = isExport ? holder : declaration;
  if (statement === undefined || statement.type === "ForStatement") return null;
  return survey.parentOf(statement)?.type === "Program" ? close(statement) : null;
}

/** Not in a class whose decorators may have exchanged a method before anybody looks: those of static members may. */
function homeOf(survey: Survey, node: t.ObjectMethod | t.ClassMethod): Home | null {
  const key = keyOf(node.key, node.computed);
  const container = survey.parentOf(node);
  if (key === null || container === undefined || decoratorsOf(node).length > 0) return null;
  if (container.type === "ObjectExpression") {
    const later = container.properties.slice(container.properties.indexOf(node as t.ObjectMethod) + 1);
    const isRedefined = later.some((each) => mayRedefine(each, key));
    return isRedefined ? null : { owner: close(container), place: "object", isOnce: false, key };
  }
  const owner = survey.parentOf(container);
  if (container.type !== "ClassBody" || owner === undefined || !isClass(owner)) return null;
  if (decoratorsOf(owner).length > 0 || container.body.some(isDecoratedStatic)) return null;
  const isStatic = (node as t.ClassMethod).static;
  const later = container.body.slice(container.body.indexOf(node as t.ClassMethod) + 1);
  if (later.some((each) => isRival(each) && each.static === isStatic && mayRedefine(each, key))) return null;
  return { owner: close(owner), place: isStatic ? "static" : "prototype", isOnce: isAtTop(survey, owner), key };
}

function isDecoratedStatic(member: Node): boolean {
  return "static" in member && member.static === true && decoratorsOf(member).length > 0;
}

/** Fields come into being after the methods were looked at; `accessor`s do not. */
function isRival(member: Node): member is t.ClassMethod | t.ClassAccessorProperty {
  return (member.type === "ClassMethod" && member.kind !== "constructor") || member.type === "ClassAccessorProperty";
}

/** Is it a class declared at the top of the file, `export` or not? */
function isAtTop(survey: Survey, owner: Node): boolean {
  if (owner.type !== "ClassDeclaration") return false;
  const parent = survey.parentOf(owner);
  const isExport = parent?.type === "ExportNamedDeclaration" || parent?.type === "ExportDefaultDeclaration";
  return (isExport ? survey.parentOf(parent) : parent)?.type === "Program";
}

/** A key that can be read again without effect: a literal one, or `[Symbol.x]`. */
function keyOf(key: Node, isComputed: boolean): Home["key"] | null {
  const literal = literalKey(key, isComputed);
  if (literal !== undefined) return literal;
  const expression = skipWrappers(key);
  if (expression.type !== "MemberExpression" || expression.computed) return null;
  const { object, property } = expression;
  if (object.type !== "Identifier" || object.name !== "Symbol" || property.type !== "Identifier") return null;
  return { symbol: property.name, object: close(object) };
}

/** Might this property have the same key? A spread might. */
function mayRedefine(property: Node, key: Home["key"]): boolean {
  if (!("key" in property)) return true;
  const isComputed = "computed" in property && (property.computed as boolean | undefined) === true;
  const other = keyOf(property.key, isComputed);
  if (other === null) return true;
  if (typeof other === "string" || typeof key === "string") return other === key;
  return other.symbol === key.symbol;
}
