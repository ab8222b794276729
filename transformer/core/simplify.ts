/**
 * Simplify: fewer blocks, the same program.
 *
 * Precondition: every block has a terminator. Afterwards: no unreachable block, no goto to a block that only
 * goes on elsewhere, and no goto to a block that nobody else comes to.
 *
 *     b1: x(); goto b2      b2: goto b3      b3: y(); return        →    b1: x(); y(); return
 */
import { invariant } from "./errors.js";
import { dropHandlers } from "./handlers.js";
import { type Block, type Leap, type Machine, type Op, successors } from "./ir.js";

export function simplify(machine: Machine): void {
  condense(machine);
  // Blocks may have become empty by that.
  if (dropHandlers(machine)) condense(machine);
}

function condense(machine: Machine): void {
  for (const block of machine.blocks) thread(block);
  removeUnreachable(machine);
  merge(machine);
}

// -- jump threading ------------------------------------------------------------------------------

/** Where a jump to `block` ends up. */
function destination(block: Block): Block {
  const seen = new Set<Block>();
  let at = block;
  while (at.ops.length === 0 && at.terminator?.kind === "goto" && !seen.has(at)) {
    seen.add(at);
    const { target } = at.terminator;
    if (target.note === "") target.note = at.note;
    at = target;
  }
  return at;
}

function thread(block: Block): void {
  const { terminator } = block;
  invariant(terminator !== null, "every block ends");
  if (terminator.kind === "goto") terminator.target = destination(terminator.target);
  if (terminator.kind === "branch") {
    terminator.then = destination(terminator.then);
    terminator.else = destination(terminator.else);
  }
  if (terminator.kind === "dispatch") {
    const targets = new Set(terminator.targets.map(destination));
    terminator.targets.splice(0, Infinity, ...targets);
  }
  for (const leap of leapsOf(block))
    if (leap.terminator.kind === "goto") leap.terminator.target = destination(leap.terminator.target);
  threadCompletions(block.ops);
}

/** A completion may name a block that only goes on elsewhere. */
function threadCompletions(ops: readonly Op[]): void {
  for (const op of ops) {
    if (op.kind === "temp" && op.value.kind === "state") op.value.block = destination(op.value.block);
    if (op.kind === "host") for (const leap of op.leaps.values()) threadCompletions(leap.ops);
  }
}

// -- reachability --------------------------------------------------------------------------------

export function leapsOf(block: Block): readonly Leap[] {
  let leaps: Leap[] | undefined;
  for (const op of block.ops) if (op.kind === "host" && op.leaps.size > 0) (leaps ??= []).push(...op.leaps.values());
  return leaps ?? NO_WAYS_OUT;
}

const NO_WAYS_OUT: readonly Leap[] = [];

/** Every block that control can reach from inside `block`, by a jump, a leap, an error or a stored completion. */
export function* reachedFrom(block: Block): Iterable<Block> {
  const { terminator } = block;
  invariant(terminator !== null, "every block ends");
  yield* reachedByOps(block.ops);
  // A dispatch goes to blocks whose number was stored: the operations that store them tell.
  if (terminator.kind !== "dispatch") yield* successors(terminator);
}

function* reachedByOps(ops: readonly Op[]): Iterable<Block> {
  for (const op of ops) {
    if (op.kind === "handler" && op.block !== null) yield op.block;
    if (op.kind === "temp" && op.value.kind === "state") yield op.value.block;
    if (op.kind !== "host") continue;
    for (const leap of op.leaps.values()) {
      yield* reachedByOps(leap.ops);
      if (leap.terminator.kind === "goto") yield leap.terminator.target;
    }
  }
}

function removeUnreachable(machine: Machine): void {
  const reached = new Set<Block>([machine.entry]);
  for (const block of reached) for (const next of reachedFrom(block)) reached.add(next);
  for (const { terminator } of reached) {
    if (terminator?.kind !== "dispatch") continue;
    terminator.targets.splice(0, Infinity, ...terminator.targets.filter((target) => reached.has(target)));
  }
  machine.blocks = machine.blocks.filter((block) => reached.has(block));
}

// -- merging -------------------------------------------------------------------------------------

/** How many ways lead into each block. */
export function countPredecessors(blocks: readonly Block[]): Map<Block, number> {
  const counts = new Map<Block, number>();
  for (const block of blocks) for (const next of reachedFrom(block)) counts.set(next, (counts.get(next) ?? 0) + 1);
  return counts;
}

function merge(machine: Machine): void {
  const counts = countPredecessors(machine.blocks);
  const gone = new Set<Block>();
  for (const block of machine.blocks) {
    if (gone.has(block)) continue;
    for (let next = mergeable(block, counts); next !== null; next = mergeable(block, counts)) {
      block.ops.push(...next.ops);
      block.terminator = next.terminator;
      gone.add(next);
    }
  }
  machine.blocks = machine.blocks.filter((block) => !gone.has(block));
}

function mergeable(block: Block, counts: ReadonlyMap<Block, number>): Block | null {
  const { terminator } = block;
  if (terminator?.kind !== "goto") return null;
  const { target } = terminator;
  if (target === block || target.isEntry || target.pinned || counts.get(target) !== 1) return null;
  return target;
}
