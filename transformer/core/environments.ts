/**
 * Environments: per-iteration bindings that outlive a step.
 *
 * A closure made in one turn of a loop must keep that turn's binding. A frame variable would be shared by all
 * turns, so such bindings become properties of an object made anew each time their scope is entered; and since the
 * variable that holds the object is itself reassigned, each state that makes closures reads it into a constant:
 *
 *     [source]                              [output]
 *     for (const x of xs) {                 case 2: {
 *       await 0;                              const scope_1 = scope = { x: undefined };
 *       fs.push(() => x);                     scope_1.x = _iterator.value; return $.await(3, 0); }
 *     }                                     case 3: {
 *                                             const scope_1 = scope;
 *                                             fs.push(() => scope_1.x); … }
 */
import type { Block, Machine } from "./ir.js";
import type { Layout } from "./layout.js";
import type { FileNames } from "./names.js";
import type { Placements } from "./placement.js";
import type { Binding, FileScopes, FunctionScope, Scope } from "./scope.js";
import { usesOfOp, usesOfTerminator } from "./uses.js";

export interface Environment {
  readonly scope: Scope;
  readonly bindings: readonly Binding[];
  /** The frame variable that holds the current object. */
  readonly variable: string;
  /** The constant that closures see. */
  readonly alias: string;
  /** Roots in which a closure sees it. */
  readonly aliasedIn: ReadonlySet<Block>;
  /** Roots that make or copy it themselves: the alias is declared there, not at the root's start. */
  readonly madeIn: ReadonlySet<Block>;
}

export function environments(
  machine: Machine,
  placements: Placements,
  order: Layout,
  scopes: FileScopes,
  fn: FunctionScope,
  names: FileNames,
): Map<Scope, Environment> {
  const grouped = new Map<Scope, Binding[]>();
  for (const binding of placements.bindings) {
    if (placements.of(binding) !== "environment") continue;
    const known = grouped.get(binding.scope);
    if (known === undefined) grouped.set(binding.scope, [binding]);
    else known.push(binding);
  }
  const result = new Map<Scope, Environment>();
  if (grouped.size === 0) return result;
  const seen = closuresByRoot(machine, order, scopes, fn);
  for (const [scope, bindings] of grouped) {
    const aliasedIn = new Set<Block>();
    for (const [root, captured] of seen) if (bindings.some((binding) => captured.has(binding))) aliasedIn.add(root);
    const variable = names.unique("scope");
    result.set(scope, {
      scope,
      bindings,
      variable,
      alias: names.unique("scope"),
      aliasedIn,
      madeIn: rootsMaking(machine, order, scope),
    });
  }
  return result;
}

/** For each root, the bindings of this function that closures in it see. */
function closuresByRoot(
  machine: Machine,
  order: Layout,
  scopes: FileScopes,
  fn: FunctionScope,
): Map<Block, Set<Binding>> {
  const seen = new Map<Block, Set<Binding>>();
  for (const block of machine.blocks) {
    const root = order.rootOf(block);
    let captured = seen.get(root);
    if (captured === undefined) seen.set(root, (captured = new Set()));
    const uses = [
      ...block.ops.flatMap((op) => [...usesOfOp(op, scopes)]),
      ...(block.terminator === null ? [] : usesOfTerminator(block.terminator, scopes)),
    ];
    for (const use of uses)
      if (use.kind === "name" && use.event.binding !== null && use.event.scope.function !== fn)
        captured.add(use.event.binding);
  }
  return seen;
}

function rootsMaking(machine: Machine, order: Layout, scope: Scope): Set<Block> {
  const roots = new Set<Block>();
  for (const block of machine.blocks)
    if (block.ops.some((op) => op.kind === "scope" && op.scope === scope)) roots.add(order.rootOf(block));
  return roots;
}
