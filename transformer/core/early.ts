/**
 * Early uses: names that may be evaluated before their binding has a value.
 *
 * The engine checks this by itself (the "temporal dead zone"), except where a binding was moved out of its
 * scope. A use is early if it stands above the end of the declaration, in another clause of a `switch`, or in a
 * function declaration, which can be called from above.
 */
import type { BindingKind } from "./dialect.js";
import type { Machine } from "./ir.js";
import type { Binding, NameEvent } from "./scope.js";

const HAS_DEAD_ZONE: ReadonlySet<BindingKind> = new Set<BindingKind>(["let", "const", "using", "class"]);

/** What is known of where bindings get their values. */
export type Declarations = Pick<Machine, "initializedAt" | "clauseEnd">;

/** Could the name be evaluated while its binding has no value yet? */
export function mayBeEarly(event: NameEvent, binding: Binding, declarations: Declarations): boolean {
  if (event.mode === "declare" || !HAS_DEAD_ZONE.has(binding.kind)) return false;
  // In a function this one stands in, source order has to do.
  const isOuter = binding.function !== event.scope.function && !declarations.initializedAt.has(binding);
  const initialized = isOuter ? binding.names[0]?.index : declarations.initializedAt.get(binding);
  // A declaration that is never reached gives its name no value.
  if (initialized === undefined || event.index < initialized) return true;
  const clauseEnd = declarations.clauseEnd.get(binding);
  if (clauseEnd !== undefined && event.index >= clauseEnd) return true;
  for (let fn = event.scope.function; fn !== null && fn !== binding.function; fn = fn.parent)
    if (fn.isDeclaration) return true;
  return false;
}
