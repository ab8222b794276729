/**
 * Handlers: which of the assignments to `$.handler` can be left out.
 *
 * The walk sets the handler wherever a region begins or ends. Most of that is never looked at:
 *
 *     b3: handler = c8; _completion = 7; goto b6        nothing in b3 can fail, and b6 sets it first:  dead
 *     b6: handler = c8; unwind(…)
 *     b7: handler = c8; g()                             only b6 leads here:                            in force already
 *
 * Only an operation that can fail, suspend or leave the step looks at the handler. Which one is in force at the start of
 * a block is found forwards, whether the next operation to look comes before the next assignment backwards.
 */
import { invariant } from "./errors.js";
import { type Block, type Expr, type Machine, type Op, successors } from "./ir.js";

/** More than one handler may be in force. */
const ANY = Symbol("any");
type InForce = Block | null | typeof ANY;

/** Leaves them out; says whether the function has any handlers at all. */
export function dropHandlers(machine: Machine): boolean {
  if (!machine.blocks.some((block) => block.ops.some(setsHandler))) return false;
  dropDead(machine);
  dropRepeated(machine);
  return true;
}

type HandlerOp = Op & { kind: "handler" };

function setsHandler(op: Op): op is HandlerOp {
  return op.kind === "handler";
}

function keepOps(block: Block, keep: (op: Op) => boolean): void {
  block.ops.splice(0, Infinity, ...block.ops.filter(keep));
}

// -- handlers that are replaced before anything looks at them ------------------------------------------

function dropDead(machine: Machine): void {
  // Grows until nothing changes: blocks at whose start somebody is going to look at the handler in force.
  const looking = new Set<Block>();
  for (let size = -1; size !== looking.size;) {
    ({ size } = looking);
    for (const block of machine.blocks.toReversed()) if (looksFrom(block, 0, looking)) looking.add(block);
  }
  for (const block of machine.blocks) {
    const { ops } = block;
    const dead = new Set(ops.filter((op, index) => setsHandler(op) && !looksFrom(block, index + 1, looking)));
    if (dead.size > 0) keepOps(block, (op) => !dead.has(op));
  }
}

function looksFrom(block: Block, index: number, looking: ReadonlySet<Block>): boolean {
  for (let at = index; at < block.ops.length; at++) {
    const op = block.ops[at];
    if (op === undefined || setsHandler(op)) return false;
    if (mayFail(op)) return true;
  }
  const { terminator } = block;
  invariant(terminator !== null, "every block ends");
  const goesOn =
    terminator.kind === "goto" ||
    terminator.kind === "dispatch" ||
    (terminator.kind === "branch" && isHarmless(terminator.test));
  return !goesOn || successors(terminator).some((next) => looking.has(next));
}

function mayFail(op: Op): boolean {
  return !(op.kind === "scope" || (op.kind === "temp" && isHarmless(op.value)));
}

function isHarmless(value: Expr): boolean {
  switch (value.kind) {
    case "temp":
    case "sent":
    case "state":
    case "literal":
    case "undefined":
      return true;
    case "not":
      return isHarmless(value.value);
    case "binary":
      return value.operator === "===" && isHarmless(value.left) && isHarmless(value.right);
    default:
      return false;
  }
}

// -- handlers that are in force already ----------------------------------------------------------------

function dropRepeated(machine: Machine): void {
  const before = handlersBefore(machine);
  for (const block of machine.blocks) {
    // Nothing is known of one that is only named by a completion that nobody goes on with.
    let known = before.get(block);
    keepOps(block, (op) => {
      if (!setsHandler(op)) return true;
      const isNews = op.block !== known;
      known = op.block;
      return isNews;
    });
  }
}

/** The handler in force when a block starts. */
function handlersBefore(machine: Machine): ReadonlyMap<Block, InForce> {
  const before = new Map<Block, InForce>();
  const pending = new Set<Block>();
  const reach = (block: Block, handler: InForce): void => {
    const known = before.get(block);
    if (known === handler || known === ANY) return;
    before.set(block, known === undefined ? handler : ANY);
    pending.add(block);
  };
  const pass = (ops: readonly Op[], start: InForce): InForce => {
    let handler = start;
    for (const op of ops) {
      if (op.kind === "host") {
        for (const leap of op.leaps.values()) {
          const after = pass(leap.ops, handler);
          if (leap.terminator.kind === "goto") reach(leap.terminator.target, after);
        }
      } else if (op.kind === "handler") {
        handler = op.block;
        // An error enters it while it is in force.
        if (handler !== null) reach(handler, handler);
      }
    }
    return handler;
  };
  reach(machine.entry, null);
  for (const block of pending) {
    pending.delete(block);
    const start = before.get(block);
    invariant(start !== undefined && block.terminator !== null, "a block that is reached has a handler and an end");
    const handler = pass(block.ops, start);
    for (const next of successors(block.terminator)) reach(next, handler);
  }
  return before;
}
