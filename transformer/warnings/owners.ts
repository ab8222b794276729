/**
 * Whose `this` is it? `this.x` means a member of a class where `this` stands in one of its methods, its constructor or a
 * field, or in arrow functions there.
 */

import type { HostNode } from "../core/dialect.js";
import type { ReceiverEvent } from "../core/scope.js";
import { beginsWith } from "./calls.js";
import type { ReviewedFile } from "./warning.js";

/** A `this`, the class whose member holds it, and whether that member is static: then `this` is the class itself. */
export interface OwnReference {
  readonly event: ReceiverEvent;
  readonly owner: HostNode;
  readonly isStatic: boolean;
}

/** Every `this` in a class. */
export function ownReferences({ dialect, scopes }: ReviewedFile): readonly OwnReference[] {
  return scopes.receivers.flatMap((event) => {
    let fn = event.function;
    while (fn !== null && fn.isArrow) fn = fn.parent;
    const around = fn?.scope?.parent;
    if (!fn || around?.kind !== "class" || !beginsWith(dialect, event.node, "this")) return [];
    return [{ event, owner: around.node, isStatic: dialect.isStatic(fn.node) }];
  });
}
