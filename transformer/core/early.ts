/**
 * Early uses: names that may be evaluated before their binding has a value.
 *
 * The engine checks this by itself (the "temporal dead zone"), except where a binding was moved out of its
 * scope. A use is early if it stands above the end of the declaration, in another clause of a `switch`, or in a
 * function declaration, when one is mentioned above.
 */
import type { BindingKind } from "./dialect.js";
import type { Machine } from "./ir.js";
import type { Binding, NameEvent, Scope } from "./scope.js";

const HAS_DEAD_ZONE: ReadonlySet<BindingKind> = new Set<BindingKind>(["let", "const", "using", "class"]);

/** What is known of where bindings get their values. */
export type Declarations = Pick<Machine, "initializedAt" | "clauseEnd">;

/** Could the name be evaluated while its binding has no value yet? */
export function mayBeEarly(event: NameEvent, binding: Binding, declarations: Declarations): boolean {
  if (event.mode === "declare" || !HAS_DEAD_ZONE.has(binding.kind)) return false;
  // In a function this one stands in, source order has to do.
  const isOuter = binding.function !== event.scope.function && !declarations.initializedAt.has(binding);
  const declaredFrom = binding.initializedFrom ?? binding.names[0]?.index;
  const initialized = isOuter ? declaredFrom : declarations.initializedAt.get(binding);
  // A declaration that is never reached gives its name no value.
  if (initialized === undefined || event.index < initialized) return true;
  const clauseEnd = declarations.clauseEnd.get(binding);
  if (clauseEnd !== undefined && event.index >= clauseEnd) return true;
  for (let fn = event.scope.function; fn !== null && fn !== binding.function; fn = fn.parent)
    if (fn.isDeclaration && mayBeCalledBefore(initialized, binding)) return true;
  return false;
}

/** Could code that stands before a binding's first value call a function declared around here? */
function mayBeCalledBefore(initialized: number, binding: Binding): boolean {
  const top = binding.function?.scope;
  if (top === undefined || top === null || binding.scope !== top || binding.function?.evals.length !== 0) return true;
  return firstMention(top) < initialized;
}

const mentions = new WeakMap<Scope, number>();

/** Where the first function declared in a scope is mentioned, by anything but the functions declared there. */
function firstMention(top: Scope): number {
  let first = mentions.get(top);
  if (first !== undefined) return first;
  first = Infinity;
  for (const declared of top.bindings.values()) {
    if (declared.kind !== "function") continue;
    const mention = declared.names.find((name) => name.mode !== "declare" && !isInDeclaration(name, top));
    if (mention !== undefined) first = Math.min(first, mention.index);
  }
  mentions.set(top, first);
  return first;
}

function isInDeclaration(name: NameEvent, top: Scope): boolean {
  for (let fn = name.scope.function; fn !== null && fn !== top.function; fn = fn.parent)
    if (fn.isDeclaration) return true;
  return false;
}
