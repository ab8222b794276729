/**
 * Walks JSX: a tag that is a component is a reference, in the closing tag as well, and an element also reads the name
 * of its factory (`React`) without writing it.
 */

import { close, type t } from "./ast.js";
import { isIntrinsicTag } from "./syntax.js";
import type { Walk, WalkRules } from "./walk.js";

/** The rules of JSX. */
export const jsxRules: WalkRules = {
  JSXOpeningElement: (walk, node) => {
    readFactory(walk);
    walkTag(walk, node.name);
    walk.visitAll(node.attributes);
  },
  JSXClosingElement: (walk, node) => walkTag(walk, node.name),
  JSXOpeningFragment: readFactory,
  JSXIdentifier: (walk, node) => {
    if (node.name === "this") walk.visitor.receiver(null);
    else walk.visitor.reference(node.name, close(node), "read");
  },
  JSXMemberExpression: (walk, node) => walk.visit(node.object),
  JSXAttribute: (walk, node) => walk.visit(node.value),
  JSXNamespacedName: () => undefined,
};

function walkTag(walk: Walk, tag: t.JSXOpeningElement["name"]): void {
  if (!isIntrinsicTag(tag)) walk.visit(tag);
}

/** The factory has no identifier in the source: one that stands in no tree, and so is never exchanged, is reported. */
function readFactory(walk: Walk): void {
  for (const name of walk.jsxNames) {
    walk.visitor.reference(name, close({ type: "Identifier", name }), "read");
  }
}
