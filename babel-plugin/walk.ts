/**
 * Walks a file once, in source order, and reports it as {@link FileVisitor} events.
 *
 * A node's type selects a rule that visits its children; types without a rule have nothing to report but their
 * children. Around each rule stand `enter` and `leave`. Types are never visited, so an identifier that reaches the
 * rule table below is a value.
 */

import type { FileVisitor, ScopeKind } from "../transformer/core/dialect.js";
import { close, forEachChild, type Node, type NodeOf, type t, type Types } from "./ast.js";
import { givesInt32 } from "./int32.js";
import { isErased, skipWrappers } from "./syntax.js";
import { declarationRules } from "./walk-declarations.js";
import { jsxRules } from "./walk-jsx.js";
import { statementRules } from "./walk-statements.js";
import { walkTarget } from "./walk-targets.js";

/** What a rule works with. */
export interface Walk {
  readonly visitor: FileVisitor;
  /** Names that JSX without an import refers to (`React`), or none. */
  readonly jsxNames: readonly string[];
  /** Visits one node, if there is one. */
  visit(node: Node | null | undefined): void;
  visitAll(nodes: readonly (Node | null)[] | null | undefined): void;
  /** Visits every child. */
  children(node: Node): void;
  /** Reports a scope around what `inside` visits. */
  scoped(kind: ScopeKind, node: Node, inside: () => void): void;
}

/** Visits the children of one type of node. */
export type WalkRules = { readonly [K in Node["type"]]?: (walk: Walk, node: NodeOf<K>) => void };

/** Reports the whole of `program` to `visitor`. */
export function walkFile(types: Types, program: t.Program, visitor: FileVisitor, jsxNames: readonly string[]): void {
  const rules: WalkRules = { ...expressionRules, ...statementRules, ...declarationRules, ...jsxRules };
  const visitChild = (node: Node | null): void => walk.visit(node);
  const walk: Walk = {
    visitor,
    jsxNames,
    visit(node) {
      if (node === null || node === undefined || isErased(node)) return;
      visitor.enter(close(node));
      const rule = rules[node.type] as ((walk: Walk, node: Node) => void) | undefined;
      if (rule === undefined) forEachChild(types, node, visitChild);
      else rule(walk, node);
      visitor.leave(close(node));
    },
    visitAll(nodes) {
      for (const node of nodes ?? []) walk.visit(node);
    },
    children(node) {
      forEachChild(types, node, visitChild);
    },
    scoped(kind, node, inside) {
      visitor.scope(kind, close(node));
      inside();
      visitor.endScope(close(node));
    },
  };
  visitor.enter(close(program));
  walk.scoped("module", program, () => walk.visitAll(program.body));
  visitor.leave(close(program));
}

function nothing(): void {
  // The node holds names that refer to nothing.
}

const expressionRules: WalkRules = {
  Identifier: reference,
  PrivateName: nothing,
  MetaProperty: (walk, node) => {
    if (node.meta.name === "new") walk.visitor.receiver(null);
  },
  ThisExpression: (walk, node) => walk.visitor.receiver(close(node)),
  Super: (walk) => walk.visitor.receiver(null),
  MemberExpression: walkMember,
  OptionalMemberExpression: walkMember,
  CallExpression: walkCall,
  OptionalCallExpression: walkCall,
  BinaryExpression: walkBinary,
  LogicalExpression: walkBinary,
  AssignmentExpression: walkAssignment,
  UpdateExpression: (walk, node) => walkTarget(walk, node.argument, "update"),
  ObjectProperty: walkProperty,
  AwaitExpression: (walk, node) => {
    walk.visitor.suspension("await", close(node));
    walk.visit(node.argument);
  },
  YieldExpression: (walk, node) => {
    walk.visitor.suspension(node.delegate ? "yieldStar" : "yield", close(node));
    walk.visit(node.argument);
  },
};

/** Reports a name that is read. `arguments` is a keyword in all but its looks. */
export function reference(walk: Walk, node: t.Identifier): void {
  if (node.name === "arguments") walk.visitor.receiver(null);
  else walk.visitor.reference(node.name, close(node), "read");
}

function walkMember(walk: Walk, node: t.MemberExpression | t.OptionalMemberExpression): void {
  walk.visit(node.object);
  if (node.computed) walk.visit(node.property);
}

function walkCall(walk: Walk, node: t.CallExpression | t.OptionalCallExpression): void {
  const callee = skipWrappers(node.callee);
  if (callee.type === "Identifier" && callee.name === "eval") walk.visitor.eval(close(node));
  walk.children(node);
}

/** A chain `a + b + c + …` leans to the left and may be thousands long, so its spine is walked in a loop. */
function walkBinary(walk: Walk, node: t.BinaryExpression | t.LogicalExpression): void {
  const spine = [node];
  let left: Node = node.left;
  while (left.type === "BinaryExpression" || left.type === "LogicalExpression") {
    walk.visitor.enter(close(left));
    spine.push(left);
    left = left.left;
  }
  walk.visit(left);
  for (let next = spine.pop(); next !== undefined; next = spine.pop()) {
    walk.visit(next.right);
    if (next !== node) walk.visitor.leave(close(next));
  }
}

function walkAssignment(walk: Walk, node: t.AssignmentExpression): void {
  walkTarget(walk, node.left, node.operator === "=" ? "write" : "update");
  const target = skipWrappers(node.left);
  if (target.type === "Identifier" && givesInt32(node)) walk.visitor.int32(close(target));
  walk.visit(node.right);
}

/** Visits the expression in a computed key; other keys say nothing. */
export function walkKey(walk: Walk, node: { readonly key: Node; readonly computed?: boolean }): void {
  if (node.computed ?? false) walk.visit(node.key);
}

function walkProperty(walk: Walk, node: t.ObjectProperty): void {
  walkKey(walk, node);
  walk.visit(node.value);
}
