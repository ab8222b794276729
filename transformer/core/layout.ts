/**
 * Layout: which blocks get a state of their own, and which are written inside the branch that leads to them.
 *
 * A block that only one branch goes to is part of that branch:
 *
 *     b1: branch a -> b2 | b3        case 1:
 *     b2: return x                     if (a) { return x; }      // b2 is an arm
 *     b3: await f() -> b4              return $.await(2, f());   // b3 is an arm as well
 *
 * The others are *roots*: a `case` of the step's switch, numbered in source order.
 */
import { invariant } from "./errors.js";
import type { Block, Machine } from "./ir.js";
import { countPredecessors } from "./simplify.js";

export interface Layout {
  /** The blocks with a state number, in order. */
  readonly roots: readonly Block[];
  /** The root in whose `case` a block is written. */
  rootOf(block: Block): Block;
  /** Is `inner` written inside `outer` (or the same)? */
  contains(outer: Block, inner: Block): boolean;
  isArm(block: Block): boolean;
}

export function layout(machine: Machine): Layout {
  const counts = countPredecessors(machine.blocks);
  const parents = new Map<Block, Block>();
  for (const block of machine.blocks) {
    const { terminator } = block;
    if (terminator?.kind !== "branch") continue;
    for (const arm of [terminator.then, terminator.else]) {
      if (!arm.isEntry && !arm.pinned && counts.get(arm) === 1 && arm !== block) parents.set(arm, block);
    }
  }
  const roots = machine.blocks.filter((block) => !parents.has(block)).sort((a, b) => a.order - b.order);
  roots.forEach((root, index) => (root.state = index));
  invariant(roots[0] === machine.entry, "the entry comes first");
  return {
    roots,
    rootOf(block) {
      let at = block;
      for (let parent = parents.get(at); parent !== undefined; parent = parents.get(at)) at = parent;
      return at;
    },
    contains(outer, inner) {
      for (let at: Block | undefined = inner; at !== undefined; at = parents.get(at)) if (at === outer) return true;
      return false;
    },
    isArm: (block) => parents.has(block),
  };
}
