/**
 * Placement: where each variable lives.
 *
 *     inPlace       declared where the source declares it, inside one state
 *     step          a local of the step: used by several states, but never across a suspension
 *     frame         a local of the function around the step: crosses a suspension, or a closure shares it
 *     environment   a property of an object made anew each time its scope is entered, because closures made
 *                   in different turns of a loop must see different bindings
 *
 * Only what has to leave the step leaves it: a step local costs a register, a frame variable a memory slot.
 */
import type { HostNode } from "./dialect.js";
import { mayBeEarly } from "./early.js";
import type { Block, Machine, Op, Temp, Variable } from "./ir.js";
import type { Layout } from "./layout.js";
import type { Liveness } from "./liveness.js";
import type { Binding, FileScopes, FunctionScope, NameEvent, Scope } from "./scope.js";
import { type Use, usesOfOp, usesOfTerminator } from "./uses.js";

export type Placement = "inPlace" | "step" | "frame" | "environment";

/** Everything known of one variable's occurrences. */
interface Occurrences {
  readonly blocks: Set<Block>;
  /** Blocks that declare or first set it. */
  readonly definitions: Block[];
}

export interface Placements {
  of(variable: Variable): Placement | undefined;
  /** The block that sets a temp, or the first of them. */
  definedIn(temp: Temp): Block | undefined;
  /** Would the name, moved out of its scope, capture another binding's references? */
  collides(binding: Binding): boolean;
  /** Bindings of this function that the machine places, in source order. */
  readonly bindings: readonly Binding[];
  readonly temps: readonly Temp[];
  /** Names (events) inside blocks that need a check for an uninitialised binding. */
  readonly unchecked: ReadonlySet<NameEvent>;
  /** Await results used only where they arrive: read from the step's parameter. */
  readonly sent: ReadonlySet<Temp>;
}

export function place(
  machine: Machine,
  scopes: FileScopes,
  fn: FunctionScope,
  order: Layout,
  live: Liveness,
): Placements {
  const names = new Map<string, Set<Binding | null>>();
  // A declaration's own name is declared around it: it is in the way of what leaves the step, of nothing else.
  const own = fn.isDeclaration ? scopes.names[scopes.nameInterval(fn.node)[0]] : undefined;
  for (const event of scopes.namesIn(fn.node)) {
    if (event === own) continue;
    const known = names.get(event.name);
    if (known === undefined) names.set(event.name, new Set([event.binding]));
    else known.add(event.binding);
  }
  const collides = (binding: Binding): boolean =>
    (binding.scope !== fn.scope || binding.parameter !== null) && (names.get(binding.name)?.size ?? 0) > 1;
  const bindings = placeable(machine, fn);
  const occurrences = collect(machine, scopes);
  const crossing = new Set<Variable>();
  for (const block of machine.blocks)
    if (block.isEntry) for (const variable of live.before(block)) crossing.add(variable);

  const result = new Map<Variable, Placement>();
  const inside = eventsInBlocks(machine, scopes);
  for (const binding of bindings)
    result.set(binding, placeBinding(binding, machine, order, occurrences.get(binding), crossing, inside, collides));
  const temps = [...occurrences.keys()].filter((variable): variable is Temp => variable.kind === "temp");
  for (const temp of temps) result.set(temp, placeTemp(order, occurrences.get(temp), crossing.has(temp)));
  settleDeclarations(machine, scopes, result);

  const unchecked = new Set<NameEvent>();
  for (const binding of bindings) {
    if (result.get(binding) === "inPlace") continue;
    for (const event of binding.names) if (mayBeEarly(event, binding, machine)) unchecked.add(event);
  }
  return {
    of: (variable) => result.get(variable),
    definedIn: (temp) => occurrences.get(temp)?.definitions[0],
    collides: (binding) =>
      collides(binding) ||
      (result.get(binding) === "frame" && binding.name === own?.name) ||
      // Sloppy code may have a `var let`, which no lexical declaration can declare.
      (result.get(binding) !== "inPlace" && binding.name === "let"),
    bindings,
    temps,
    unchecked,
    sent: sentTemps(machine, order, occurrences, crossing),
  };
}

/** The bindings whose scope was taken apart. */
function placeable(machine: Machine, fn: FunctionScope): Binding[] {
  const bindings: Binding[] = [];
  for (const scope of machine.exploded) {
    for (const binding of scope.bindings.values()) {
      const isOuter =
        binding.kind === "parameter" ||
        binding.kind === "self" ||
        binding.kind === "import" ||
        (binding.kind === "function" && scope === fn.scope);
      // `catch (e) { var e = 1; }` declares a variable that nobody sees.
      const isSeen = binding.names.length > 0;
      if (!isOuter && isSeen) bindings.push(binding);
    }
  }
  return bindings.sort((a, b) => (a.names[0]?.index ?? 0) - (b.names[0]?.index ?? 0));
}

function collect(machine: Machine, scopes: FileScopes): Map<Variable, Occurrences> {
  const found = new Map<Variable, Occurrences>();
  const at = (variable: Variable): Occurrences => {
    let occurrences = found.get(variable);
    if (occurrences === undefined) found.set(variable, (occurrences = { blocks: new Set(), definitions: [] }));
    return occurrences;
  };
  for (const block of machine.blocks) {
    for (const op of block.ops) {
      for (const use of usesOfOp(op, scopes)) {
        note(use, block);
      }
      define(op, block);
    }
    if (block.terminator === null) continue;
    for (const use of usesOfTerminator(block.terminator, scopes)) {
      note(use, block);
    }
  }
  return found;

  function note(use: Use, block: Block): void {
    const variable = use.kind === "temp" ? use.temp : use.kind === "binding" ? use.binding : use.event.binding;
    if (variable !== null) at(variable).blocks.add(block);
  }

  function define(op: Op, block: Block): void {
    if (op.kind === "temp") {
      at(op.temp).blocks.add(block);
      at(op.temp).definitions.push(block);
    } else if (op.kind === "declare") {
      for (const event of scopes.namesIn(op.pattern))
        if (event.mode === "declare" && event.binding !== null) at(event.binding).definitions.push(block);
    } else if (op.kind === "named") {
      at(op.binding).definitions.push(block);
    } else if (op.kind === "host") {
      for (const event of scopes.namesIn(op.node))
        if (event.mode === "declare" && event.binding?.kind === "var") at(event.binding).definitions.push(block);
      for (const leap of op.leaps.values()) for (const inner of leap.ops) define(inner, block);
    }
  }
}

/** The names that stand in some block: the others stand in functions hoisted out of the step. */
function eventsInBlocks(machine: Machine, scopes: FileScopes): (event: NameEvent) => boolean {
  const outside = machine.functions.map(({ node }) => scopes.nameInterval(node));
  return (event) => !outside.some(([start, end]) => event.index >= start && event.index < end);
}

function placeBinding(
  binding: Binding,
  machine: Machine,
  order: Layout,
  occurrences: Occurrences | undefined,
  crossing: ReadonlySet<Variable>,
  inside: (event: NameEvent) => boolean,
  collides: (binding: Binding) => boolean,
): Placement {
  const isShared = binding.captured && !binding.names.every(inside);
  const isVar = binding.kind === "var";
  // A declaration kept as written keeps its name, and the name with it (`f.name`): when that is taken, it is copied.
  const isNamed = binding.kind === "function" || binding.kind === "class" || binding.kind === "enum";
  // So is one that is looked at too early: the engine's error names it.
  const keepsName =
    collides(binding) && (isNamed || binding.names.some((event) => mayBeEarly(event, binding, machine)));
  if (occurrences !== undefined && !isShared && !crossing.has(binding) && !(binding.captured && isVar)) {
    const [definition, ...others] = occurrences.definitions;
    if (
      definition !== undefined &&
      others.length === 0 &&
      [...occurrences.blocks].every((block) => order.contains(definition, block)) &&
      !keepsName
    )
      return "inPlace";
    if (!binding.captured) return "step";
  }
  if (!binding.captured) return crossing.has(binding) ? "frame" : "step";
  return machine.looped.has(binding.scope) ? "environment" : "frame";
}

function placeTemp(order: Layout, occurrences: Occurrences | undefined, crosses: boolean): Placement {
  if (crosses || occurrences === undefined) return "frame";
  const [definition, ...others] = occurrences.definitions;
  if (
    definition !== undefined &&
    others.length === 0 &&
    [...occurrences.blocks].every((block) => order.contains(definition, block))
  )
    return "inPlace";
  return "step";
}

/** One declaration is either kept as a declaration or written as an assignment: its names agree on it. */
function settleDeclarations(machine: Machine, scopes: FileScopes, placements: Map<Variable, Placement>): void {
  for (const block of machine.blocks) for (const op of block.ops) settle(op);

  function settle(op: Op): void {
    if (op.kind === "declare") agree([op.pattern]);
    if (op.kind === "host") agree(scopes.variablesIn(op.node).map((each) => each.node));
  }

  function agree(nodes: readonly HostNode[]): void {
    const all = nodes.flatMap((node) =>
      scopes
        .namesIn(node)
        .filter(
          (event) => event.mode === "declare" && event.binding !== null && machine.exploded.has(event.binding.scope),
        ),
    );
    const declared = all.filter((event) => event.binding !== null && placements.has(event.binding));
    const isDeclaration = !nodes.some((node) => scopes.namesIn(node).some(assignsToCatchParameter));
    if (
      isDeclaration &&
      declared.length === all.length &&
      declared.every((event) => event.binding !== null && placements.get(event.binding) === "inPlace")
    )
      return;
    for (const { binding } of declared)
      if (binding !== null && placements.get(binding) === "inPlace")
        placements.set(binding, binding.captured ? environmentOrFrame(binding.scope) : "step");
  }

  function environmentOrFrame(scope: Scope): Placement {
    return machine.looped.has(scope) ? "environment" : "frame";
  }
}

/** Is it the `e` of `var e = 1` in `catch (e)`? */
export function assignsToCatchParameter(event: NameEvent): boolean {
  const { mode, binding } = event;
  return mode === "declare" && binding?.kind === "catch" && binding.names[0] !== event;
}

/** Results of suspensions that are used only in the state they arrive in. */
function sentTemps(
  machine: Machine,
  order: Layout,
  occurrences: ReadonlyMap<Variable, Occurrences>,
  crossing: ReadonlySet<Variable>,
): Set<Temp> {
  const sent = new Set<Temp>();
  for (const block of machine.blocks) {
    const [first, second] = block.ops;
    const op = first?.kind === "handler" ? second : first;
    if (!block.isEntry || op?.kind !== "temp" || op.value.kind !== "sent" || crossing.has(op.temp)) continue;
    const known = occurrences.get(op.temp);
    if (known?.definitions.length === 1 && [...known.blocks].every((each) => order.contains(block, each)))
      sent.add(op.temp);
  }
  return sent;
}
