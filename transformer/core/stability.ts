/**
 * Stability: operands that nothing can change between their turn and their use, and that need not be kept.
 *
 * Literals, `this`, functions, and names that are never written once they have their value. A name that may not have
 * it yet is not stable: evaluating it is an error, at its turn.
 */
import type { Dialect, HostNode } from "./dialect.js";
import { type Declarations, mayBeEarly } from "./early.js";
import type { FileScopes } from "./scope.js";

export interface SpillSettings {
  /** Filled while the function is exploded, so that what was not declared yet counts as early. */
  readonly declarations: Declarations;
  readonly isStrict: boolean;
}

export function isStableNode(node: HostNode, dialect: Dialect, scopes: FileScopes, settings: SpillSettings): boolean {
  const view = dialect.expressionView(node);
  if (view.kind === "constant") return true;
  if (view.kind === "transparent") return isStableNode(view.inner, dialect, scopes, settings);
  if (view.kind !== "identifier") return false;
  const event = scopes.event(node);
  const binding = event?.binding;
  if (event === undefined || binding === undefined || binding === null || binding.written) return false;
  switch (binding.kind) {
    case "parameter":
      return settings.isStrict; // a sloppy `arguments[0] = x` writes to it
    case "let":
    case "const":
    case "function":
    case "class":
    case "self":
    case "catch":
      return (
        binding.names.filter((name) => name.mode === "declare").length === 1 &&
        !mayBeEarly(event, binding, settings.declarations)
      );
    default:
      return false;
  }
}
