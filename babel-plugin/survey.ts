/**
 * One look at a whole file before anything is asked: who stands in whom, which names are taken, and parentheses
 * become nodes. It keeps its own stack, so that no depth of nesting is too deep for it.
 */

import { childKeys, fieldsOf, isNode, type Node, type t, type Types } from "./ast.js";
import { type Attachment, attachmentsOf } from "./comments.js";
import { withParentheses } from "./parentheses.js";
import { isProposal } from "./proposals.js";

/** What was found. */
export interface Survey {
  parentOf(node: Node): Node | undefined;
  /** Every name that occurs in the file. */
  readonly names: ReadonlySet<string>;
  /** Has the file syntax that only a module may have? */
  readonly hasModuleSyntax: boolean;
  /** Every string at the start of a body. */
  readonly directives: readonly t.Directive[];
  /** Syntax that not everything can be done with. */
  readonly proposals: readonly Node[];
  /** Every comment, with each node it is attached to. */
  readonly comments: readonly Attachment[];
}

/** Looks at a file, and puts nodes where parentheses are. */
export function surveyFile(types: Types, program: t.Program, code: string): Survey {
  const parents = new Map<Node, Node>();
  const names = new Set<string>();
  const directives: t.Directive[] = [];
  const comments: Attachment[] = [];
  const proposals: Node[] = [];
  let hasModuleSyntax = false;
  const pending: Node[] = [program];
  const adopt = (parent: Node, child: Node): Node => {
    const placed = parent.type === "ParenthesizedExpression" ? child : withParentheses(child, code);
    parents.set(placed, parent);
    if (placed !== child) parents.set(child, placed);
    pending.push(child);
    return placed;
  };
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node.type === "Identifier" || node.type === "JSXIdentifier") names.add(node.name);
    else if (node.type === "Directive") directives.push(node);
    if (isProposal(node)) proposals.push(node);
    comments.push(...attachmentsOf(node, code));
    hasModuleSyntax ||= isModuleSyntax(node);
    const fields = fieldsOf(node);
    for (const key of childKeys(types, node)) {
      const value = fields[key];
      if (Array.isArray(value)) {
        for (const [index, child] of value.entries()) if (isNode(child)) value[index] = adopt(node, child);
      } else if (isNode(value)) fields[key] = adopt(node, value);
    }
  }
  return { parentOf: (node) => parents.get(node), names, hasModuleSyntax, directives, proposals, comments };
}

function isModuleSyntax(node: Node): boolean {
  if (node.type === "MetaProperty") return node.meta.name === "import";
  return /^(Import|Export)\w*Declaration$/.test(node.type);
}
