/**
 * Liveness: which variables hold a value that is still needed when a step ends.
 *
 * Precondition: blocks are final. The usual backward analysis, over temps and over the function's bindings that
 * no closure captures; with two additions:
 *
 * - An error may leave a region at any moment, so what its handler needs is live throughout it.
 * - A block that starts a step (after a suspension, by an error) is an *entry*: what is live there crosses.
 *
 *     b0: x = f(); y = g(); h(y); await k() -> b1        live at b1: x        x crosses, y does not
 *     b1: use(x)
 */
import { mayBeEarly } from "./early.js";
import { invariant } from "./errors.js";
import { type Block, type Machine, type Op, type Variable, successors } from "./ir.js";
import type { Binding, FileScopes, FunctionScope, NameEvent } from "./scope.js";
import { type Use, usesOfOp, usesOfTerminator } from "./uses.js";

/** What happens to variables in a block, in order. */
type Action =
  | { readonly kind: "use" | "define"; readonly variable: Variable }
  | { readonly kind: "handler"; readonly block: Block | null }
  | { readonly kind: "edge"; readonly block: Block };

/** The variables live on entry to each block. */
export type Liveness = ReadonlyMap<Block, ReadonlySet<Variable>>;

export function liveness(machine: Machine, scopes: FileScopes, fn: FunctionScope): Liveness {
  const actions = new Map(machine.blocks.map((block) => [block, actionsOf(block, machine, scopes, fn)] as const));
  const live = new Map<Block, Set<Variable>>(machine.blocks.map((block) => [block, new Set<Variable>()]));
  const dependents = dependentsOf(machine, actions);
  const pending = new Set(machine.blocks.toReversed());
  for (const block of pending) {
    pending.delete(block);
    const before = live.get(block);
    invariant(before !== undefined, "every block has a live set");
    const after = transfer(block, actions.get(block) ?? [], live);
    if (after.size === before.size) continue;
    live.set(block, after);
    for (const each of dependents.get(block) ?? []) pending.add(each);
  }
  return live;
}

/** The blocks whose live sets depend on a block's. */
function dependentsOf(machine: Machine, actions: ReadonlyMap<Block, readonly Action[]>): Map<Block, Set<Block>> {
  const dependents = new Map<Block, Set<Block>>();
  const add = (target: Block | null, block: Block): void => {
    if (target === null) return;
    const set = dependents.get(target);
    if (set === undefined) dependents.set(target, new Set([block]));
    else set.add(block);
  };
  for (const block of machine.blocks) {
    add(block.handler, block);
    for (const action of actions.get(block) ?? [])
      if (action.kind === "handler" || action.kind === "edge") add(action.block, block);
    if (block.terminator !== null) for (const next of successors(block.terminator)) add(next, block);
  }
  return dependents;
}

/** What is live before a block, given what is live before the others. */
function transfer(
  block: Block,
  actions: readonly Action[],
  live: ReadonlyMap<Block, ReadonlySet<Variable>>,
): Set<Variable> {
  invariant(block.terminator !== null, "every block ends");
  const result = new Set<Variable>();
  const addFrom = (target: Block | null): void => {
    if (target !== null) for (const variable of live.get(target) ?? []) result.add(variable);
  };
  for (const next of successors(block.terminator)) addFrom(next);
  const handlers = handlersBefore(block, actions);
  for (let index = actions.length - 1; index >= 0; index--) {
    const action = actions[index];
    invariant(action !== undefined, "an action at every index");
    addFrom(handlers[index + 1] ?? null);
    if (action.kind === "use") result.add(action.variable);
    else if (action.kind === "define") result.delete(action.variable);
    else if (action.kind === "edge") addFrom(action.block);
  }
  addFrom(handlers[0] ?? null);
  return result;
}

/** The handler in force before each action, and after the last. */
function handlersBefore(block: Block, actions: readonly Action[]): (Block | null)[] {
  const handlers: (Block | null)[] = [block.handler];
  let current = block.handler;
  for (const action of actions) {
    if (action.kind === "handler") current = action.block;
    handlers.push(current);
  }
  return handlers;
}

function actionsOf(block: Block, machine: Machine, scopes: FileScopes, fn: FunctionScope): Action[] {
  const actions: Action[] = [];
  const isTracked = (binding: Binding | null): binding is Binding =>
    binding !== null &&
    !binding.captured &&
    binding.function === fn &&
    binding.kind !== "parameter" &&
    binding.kind !== "self";
  const use = (each: Use): void => {
    if (each.kind === "temp") actions.push({ kind: "use", variable: each.temp });
    else if (each.kind === "binding") {
      if (isTracked(each.binding)) actions.push({ kind: "use", variable: each.binding });
    } else if (isTracked(each.event.binding) && isUse(each.event, each.event.binding))
      actions.push({ kind: "use", variable: each.event.binding });
  };
  // A write that has to be checked looks at the old value.
  const isUse = (event: NameEvent, binding: Binding): boolean =>
    event.mode === "read" || event.mode === "update" || mayBeEarly(event, binding, machine);
  const define = (event: NameEvent | undefined): void => {
    if (event !== undefined && isTracked(event.binding)) actions.push({ kind: "define", variable: event.binding });
  };
  const ops = (list: readonly Op[]): void => {
    for (const op of list) {
      for (const each of usesOfOp(op, scopes)) use(each);
      defineIn(op);
    }
  };
  const defineIn = (op: Op): void => {
    switch (op.kind) {
      case "temp":
        actions.push({ kind: "define", variable: op.temp });
        return;
      case "declare":
        for (const event of scopes.namesIn(op.pattern)) if (event.mode === "declare") define(event);
        return;
      case "named":
        if (isTracked(op.binding)) actions.push({ kind: "define", variable: op.binding });
        return;
      case "effect":
        if (op.value.kind === "assign" && op.value.operator === "=" && op.value.target.kind === "host")
          define(scopes.event(op.value.target.node));
        return;
      case "scope":
        if (op.action === "create")
          for (const binding of op.scope.bindings.values())
            if (binding.kind !== "var" && isTracked(binding)) actions.push({ kind: "define", variable: binding });
        return;
      case "handler":
        actions.push({ kind: "handler", block: op.block });
        return;
      case "host":
        for (const leap of op.leaps.values()) {
          if (leap.terminator.kind === "goto") actions.push({ kind: "edge", block: leap.terminator.target });
          for (const inner of leap.ops) for (const each of usesOfOp(inner, scopes)) use(each);
        }
    }
  };
  ops(block.ops);
  if (block.terminator !== null) for (const each of usesOfTerminator(block.terminator, scopes)) use(each);
  return actions;
}
