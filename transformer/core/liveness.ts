/**
 * Liveness: which variables hold a value that is still needed when a step ends.
 *
 * Precondition: blocks are final. The usual backward analysis, over temps and over the function's bindings that
 * no closure captures; with three additions:
 *
 * - An error may leave a region at any moment, so what its handler needs is live throughout it.
 * - Where a finalizer goes on is decided when it is entered (`completion = b7`), so the value that is pending meanwhile is
 *   live only if that block asks for it.
 * - A block that starts a step (after a suspension, by an error) is an *entry*: what is live there crosses.
 *
 *     b0: x = f(); y = g(); h(y); await k() -> b1        live at b1: x        x crosses, y does not
 *     b1: use(x)
 */
import { mayBeEarly } from "./early.js";
import { invariant } from "./errors.js";
import { type Block, type Leap, type Machine, type Op, type Temp, type Variable, successors } from "./ir.js";
import type { Binding, FileScopes, FunctionScope, NameEvent } from "./scope.js";
import { type Use, usesOfOp, usesOfStatement, usesOfTerminator } from "./uses.js";

/** What happens to variables in a block, in order. */
type Action =
  | { readonly kind: "use"; readonly variable: Variable }
  | { readonly kind: "define"; readonly variable: Variable }
  | { readonly kind: "handler"; readonly block: Block | null }
  /** A finalizer is going to go on there, and `pending` goes with it. */
  | { readonly kind: "completion"; readonly block: Block; readonly pending: Temp }
  /** A way out of the middle of a statement, to `block` or out of the function. */
  | { readonly kind: "leap"; readonly block: Block | null; readonly actions: readonly Action[] };

/** The variables live on entry to each block. */
type LiveSets = ReadonlyMap<Block, ReadonlySet<Variable>>;

/** Which variables are needed at the same time. */
export interface Interference {
  between(one: Variable, other: Variable): boolean;
}

export interface Liveness {
  /** What is live where a block starts. */
  before(block: Block): ReadonlySet<Variable>;
  interference(): Interference;
}

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
  let found: Interference | undefined;
  return {
    before: (block) => live.get(block) ?? NOTHING,
    interference: () => (found ??= interference(machine, actions, live)),
  };
}

const NOTHING: ReadonlySet<Variable> = new Set();

/** A variable that gets its value while another is live is not to take that one's place. */
function interference(machine: Machine, actions: ReadonlyMap<Block, readonly Action[]>, live: LiveSets): Interference {
  const together = new Map<Variable, Set<Variable>>();
  const note = (variable: Variable, others: Iterable<Variable>): void => {
    const known = together.get(variable);
    if (known === undefined) together.set(variable, new Set(others));
    else addAll(known, others);
  };
  const start = live.get(machine.entry) ?? NOTHING;
  for (const variable of start) note(variable, start);
  for (const block of machine.blocks) transfer(block, actions.get(block) ?? [], live, note);
  return {
    between: (one, other) => together.get(one)?.has(other) === true || together.get(other)?.has(one) === true,
  };
}

/** Told of each variable that gets a value, and of what is live then. */
type AtDefinition = (variable: Variable, live: ReadonlySet<Variable>) => void;

/** The blocks whose live sets depend on a block's. */
function dependentsOf(machine: Machine, actions: ReadonlyMap<Block, readonly Action[]>): Map<Block, Set<Block>> {
  const dependents = new Map<Block, Set<Block>>();
  const add = (target: Block | null, block: Block): void => {
    if (target === null) return;
    const set = dependents.get(target);
    if (set === undefined) dependents.set(target, new Set([block]));
    else set.add(block);
  };
  const addAll = (list: readonly Action[], block: Block): void => {
    for (const action of list) {
      if (action.kind === "use" || action.kind === "define") continue;
      add(action.block, block);
      if (action.kind === "leap") addAll(action.actions, block);
    }
  };
  for (const block of machine.blocks) {
    add(block.handler, block);
    addAll(actions.get(block) ?? [], block);
    if (block.terminator !== null) for (const next of successors(block.terminator)) add(next, block);
  }
  return dependents;
}

/** What is live before a block, given what is live before the others. */
function transfer(
  block: Block,
  actions: readonly Action[],
  live: LiveSets,
  atDefinition?: AtDefinition,
): Set<Variable> {
  invariant(block.terminator !== null, "every block ends");
  const result = new Set<Variable>();
  for (const next of successors(block.terminator)) addAll(result, live.get(next));
  through(actions, result, block.handler, live, atDefinition);
  return result;
}

/** Backwards through actions: `result` is what is live behind them, then what is live before them. */
function through(
  actions: readonly Action[],
  result: Set<Variable>,
  handler: Block | null,
  live: LiveSets,
  atDefinition?: AtDefinition,
): void {
  const handlers = handlersOf(handler, actions);
  const addFrom = (target: Block | null): void => {
    if (target !== null) addAll(result, live.get(target));
  };
  for (let index = actions.length - 1; index >= 0; index--) {
    const action = actions[index];
    invariant(action !== undefined, "an action at every index");
    if (handlers !== null) addFrom(handlers[index + 1] ?? null);
    switch (action.kind) {
      case "use":
        result.add(action.variable);
        break;
      case "define":
        atDefinition?.(action.variable, result);
        result.delete(action.variable);
        break;
      case "completion":
        if (live.get(action.block)?.has(action.pending) !== true) result.delete(action.pending);
        break;
      case "leap": {
        const way = new Set(action.block === null ? [] : live.get(action.block));
        through(action.actions, way, handlers === null ? null : (handlers[index] ?? null), live, atDefinition);
        addAll(result, way);
        break;
      }
      case "handler":
    }
  }
  addFrom(handler);
}

function addAll(set: Set<Variable>, more: Iterable<Variable> | undefined): void {
  if (more !== undefined) for (const variable of more) set.add(variable);
}

/** The handler in force before each action, and after the last; `null` when there never is one. */
function handlersOf(start: Block | null, actions: readonly Action[]): readonly (Block | null)[] | null {
  if (start === null && !actions.some(({ kind }) => kind === "handler")) return null;
  const handlers: (Block | null)[] = [start];
  let current = start;
  for (const action of actions) {
    if (action.kind === "handler") current = action.block;
    handlers.push(current);
  }
  return handlers;
}

function actionsOf(block: Block, machine: Machine, scopes: FileScopes, fn: FunctionScope): Action[] {
  let actions: Action[] = [];
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
  const completes = (completion: Temp, block: Block): void => {
    const pending = machine.pendingWith.get(completion);
    if (pending !== undefined) actions.push({ kind: "completion", block, pending });
  };
  const ops = (list: readonly Op[]): void => {
    for (const op of list) {
      // What a way out uses is used on that way.
      for (const each of op.kind === "host" ? usesOfStatement(op, scopes) : usesOfOp(op, scopes)) use(each);
      defineIn(op);
    }
  };
  const leaps = ({ ops: list, terminator }: Leap): void => {
    const outer = actions;
    actions = [];
    ops(list);
    if (terminator.kind === "return") for (const each of usesOfTerminator(terminator, scopes)) use(each);
    const block = terminator.kind === "goto" ? terminator.target : null;
    outer.push({ kind: "leap", block, actions });
    actions = outer;
  };
  const defineIn = (op: Op): void => {
    switch (op.kind) {
      case "temp":
        actions.push({ kind: "define", variable: op.temp });
        if (op.value.kind === "state") completes(op.temp, op.value.block);
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
        for (const leap of op.leaps.values()) leaps(leap);
    }
  };
  ops(block.ops);
  if (block.terminator !== null) for (const each of usesOfTerminator(block.terminator, scopes)) use(each);
  return actions;
}
