/**
 * Copies a tree with some nodes exchanged, and keeps every other node *itself*.
 *
 * `mapChildren` does the copying. The rules below are for the places where exchanging a child alone would mean
 * something else:
 *
 *   [source]  { x }            [exchanged]  { x: y }
 *   [source]  f()              [exchanged]  (0, env.f)()      `this` stays undefined
 *   [source]  x = () => {}     [exchanged]  env.x = { x: () => {} }.x      the function keeps its name
 *   [source]  for (var x; …)   [exchanged]  for (; …)
 *   [source]  <a><b/></a>      [exchanged]  <a>{t}</a>        see replace-jsx.ts
 */

import type { HostNode } from "../transformer/core/dialect.js";
import { isOwnDirective } from "../transformer/directives.js";
import { close, mapChildren, type Node, type NodeOf, open, openAll, type t, type Types } from "./ast.js";
import { jsxReplaceRules, tagAsExpression } from "./replace-jsx.js";
import { isAnonymousFunction, isErased, isMember, skipWrappers } from "./syntax.js";

/** Answers for a node to exchange, as the core gives it. */
export type Exchange = (node: HostNode) => HostNode | readonly HostNode[] | undefined;

/** What a rule works with. */
export interface Replacing {
  readonly types: Types;
  /** Makes a name that is free in the whole file. */
  uniqueName(base: string): string;
  /** Asks for a node and, when it stays, for what is in it. */
  visit(node: Node): Node | readonly Node[];
  /** The same where one expression stands. */
  expression<T extends Node>(node: T): T | t.Expression;
  /** Only asks for an expression. */
  answer(node: Node): t.Expression | undefined;
  /** Does not ask for the node itself, only for what is in it. */
  inside(node: Node): Node;
}

export type ReplaceRules = {
  readonly [K in Node["type"]]?: (replacing: Replacing, node: NodeOf<K>) => Node;
};

/** Makes the dialect's `replace`. */
export function createReplace(
  types: Types,
  uniqueName: (base: string) => string,
): (root: Node, exchange: Exchange) => Node {
  const rules: ReplaceRules = { ...ownRules, ...jsxReplaceRules };
  return (root, exchange) => {
    const replacing: Replacing = {
      types,
      uniqueName,
      visit(node) {
        const answer = exchange(close(node));
        return answer === undefined ? replacing.inside(node) : place(types, node, answer);
      },
      expression(node) {
        return single(replacing.visit(node));
      },
      answer(node) {
        const answer = exchange(close(node));
        return answer === undefined ? undefined : single(place(types, node, answer));
      },
      inside(node) {
        if (isErased(node)) return node;
        const rule = rules[node.type] as ((replacing: Replacing, node: Node) => Node) | undefined;
        return rule === undefined ? copy(replacing, node) : rule(replacing, node);
      },
    };
    const result = replacing.visit(root);
    if (!Array.isArray(result)) return tagAsExpression(types, result as Node);
    return types.blockStatement(result as t.Statement[]);
  };
}

/** Copies a node when something in it is exchanged; several statements in the place of one become a block. */
function copy<T extends Node>({ types, visit }: Replacing, node: T): T {
  return mapChildren(types, node, (child, isListed) => {
    const result = visit(child);
    if (!Array.isArray(result) || isListed || isLoopHead(node, child)) return result;
    return types.blockStatement(result as t.Statement[]);
  });
}

/** Is it the declaration (or expression) in the head of a loop? It takes one expression, or none. */
function isLoopHead(node: Node, child: Node): boolean {
  if (node.type === "ForStatement") return node.init === child;
  return (node.type === "ForInStatement" || node.type === "ForOfStatement") && node.left === child;
}

/** Fits an answer into the place where `node` stood. */
function place(types: Types, node: Node, answer: HostNode | readonly HostNode[]): Node | readonly Node[] {
  if (Array.isArray(answer)) return openAll(answer as readonly HostNode[]);
  const built = open(answer as HostNode);
  if (types.isExpression(built)) built.loc ??= node.loc ?? null;
  return built;
}

function single(result: Node | readonly Node[]): t.Expression {
  return (Array.isArray(result) ? (result as readonly Node[])[0] : result) as t.Expression;
}

const ownRules: ReplaceRules = {
  Program: replaceBody,
  BlockStatement: replaceBody,
  ObjectProperty: replaceProperty,
  CallExpression: replaceCallee,
  OptionalCallExpression: replaceCallee,
  TaggedTemplateExpression: replaceCallee,
  AssignmentExpression: replaceAssignment,
  AssignmentPattern: replaceAssignment,
  VariableDeclarator: replaceInitializer,
  BinaryExpression: replaceBinary,
  LogicalExpression: replaceBinary,
  ExportSpecifier: replaceExportSpecifier,
};

/** This project's directives have said what they had to say. */
function replaceBody(replacing: Replacing, node: t.Program | t.BlockStatement): Node {
  const directives = node.directives.filter(({ value }) => !isOwnDirective(value.value));
  const isChanged = directives.length < node.directives.length;
  return copy(replacing, isChanged ? { ...node, directives } : node);
}

function replaceProperty(replacing: Replacing, node: t.ObjectProperty): Node {
  const key = node.computed ? replacing.expression(node.key) : node.key;
  const value = replacing.expression(node.value);
  if (key === node.key && value === node.value) return node;
  const shorthand = node.shorthand && boundBy(value) === boundBy(node.value);
  return { ...node, key, value, shorthand };
}

/** The target of a property, behind its default. */
function boundBy(value: Node): Node {
  return value.type === "AssignmentPattern" ? value.left : value;
}

/** A function called by its name gets no `this`; as a property of something it would. */
function replaceCallee(
  replacing: Replacing,
  node: t.CallExpression | t.OptionalCallExpression | t.TaggedTemplateExpression,
): Node {
  const replaced = copy(replacing, node);
  const callee = calleeOf(node);
  const result = calleeOf(replaced);
  const becameMember = skipWrappers(callee).type === "Identifier" && isMember(skipWrappers(result));
  if (!becameMember) return replaced;
  const { types } = replacing;
  const plain = types.sequenceExpression([types.numericLiteral(0), result as t.Expression]);
  return replaced.type === "TaggedTemplateExpression" ? { ...replaced, tag: plain } : { ...replaced, callee: plain };
}

function calleeOf(node: t.CallExpression | t.OptionalCallExpression | t.TaggedTemplateExpression): Node {
  return node.type === "TaggedTemplateExpression" ? node.tag : node.callee;
}

function replaceAssignment(replacing: Replacing, node: t.AssignmentExpression | t.AssignmentPattern): Node {
  const left = replacing.expression(node.left);
  const right = replacing.expression(node.right);
  if (left === node.left && right === node.right) return node;
  return { ...node, left, right: keepName(replacing.types, node.left, left, right) } as Node;
}

function replaceInitializer(replacing: Replacing, node: t.VariableDeclarator): Node {
  const result = copy(replacing, node);
  if (result.init === null || result.init === undefined) return result;
  const init = keepName(replacing.types, node.id, result.id, result.init);
  return init === result.init ? result : { ...result, init };
}

/** An anonymous function takes the name of the identifier it is assigned to, whatever became of that. */
function keepName(types: Types, source: Node, target: Node, value: t.Expression): t.Expression {
  if (source.type !== "Identifier" || !isAnonymousFunction(skipWrappers(value))) return value;
  const isOther = target.type === "Identifier" ? target.name !== source.name : isMember(target);
  if (!isOther) return value;
  const holder = types.objectExpression([types.objectProperty(types.identifier(source.name), value)]);
  return types.memberExpression(holder, types.identifier(source.name));
}

/** Long chains lean to the left: their spine is rebuilt in a loop, once the place to begin is found. */
function replaceBinary(replacing: Replacing, node: t.BinaryExpression | t.LogicalExpression): Node {
  const spine: (t.BinaryExpression | t.LogicalExpression)[] = [];
  let result: Node | undefined;
  for (let next: Node = node; result === undefined;) {
    const answer = next === node ? undefined : replacing.answer(next);
    if (answer !== undefined) {
      result = answer;
    } else if (next.type === "BinaryExpression" || next.type === "LogicalExpression") {
      spine.push(next);
      next = next.left;
    } else {
      result = replacing.inside(next);
    }
  }
  for (let next = spine.pop(); next !== undefined; next = spine.pop()) {
    const left: Node = result;
    const right = replacing.expression(next.right);
    result = left === next.left && right === next.right ? next : ({ ...next, left, right } as t.BinaryExpression);
  }
  return result;
}

function replaceExportSpecifier(replacing: Replacing, node: t.ExportSpecifier): Node {
  const local = replacing.expression(node.local);
  return local === node.local || local.type !== "Identifier" ? node : { ...node, local };
}
