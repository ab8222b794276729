/**
 * Statements kept whole. Nothing in them suspends, so they are left as written; a jump that leaves them for a block is
 * exchanged for the way there.
 *
 *     for (const x of xs) if (x) break outer;        →   … if (x) { $state = 5; continue $step; }
 */
import type { HostNode, StatementView } from "./dialect.js";
import type { Exploder } from "./explode.js";
import { type Leap, host } from "./ir.js";
import { type EscapingJump, escapingJumps } from "./jumps.js";

/** A statement without a suspension: one operation, as written. Its jumps may have to leave it for a block. */
export function explodeOpaque(ex: Exploder, node: HostNode, view: StatementView): void {
  if (view.kind === "expression") {
    ex.op({ kind: "effect", value: host(view.expression), origin: node });
    return;
  }
  const leaps = new Map<HostNode, Leap>();
  if (ex.scopes.hasJumps(node)) {
    for (const jump of escapingJumps(ex.dialect, ex.scopes, node)) {
      const leap = escape(ex, jump);
      if (leap !== null)
        leaps.set(jump.node, jump.isGuarded ? outside(ex, leap, jump.kind === "return" ? 1 : 0) : leap);
    }
  }
  ex.op({ kind: "host", node, leaps });
}

/** The way out for a jump in a statement kept whole; `null` where it may stay as it is. */
function escape(ex: Exploder, jump: EscapingJump): Leap | null {
  if (jump.kind !== "return") return ex.jump(jump.kind, jump.label, jump.node);
  return ex.leaps.returnLeaps ? ex.leaps.return(jump.argument === null ? null : host(jump.argument)) : null;
}

/**
 * A leap out of a statement kept whole. The statement may have a `finally` or an iterator of its own, which come
 * first: all but the first `inside` operations (a returned value) happen in a block outside.
 */
function outside(ex: Exploder, leap: Leap, inside: number): Leap {
  if (leap.ops.length <= inside) return leap;
  const block = ex.block("leave");
  block.ops.push(...leap.ops.slice(inside));
  block.terminator = leap.terminator;
  ex.late(block);
  return { ops: leap.ops.slice(0, inside), terminator: { kind: "goto", target: block } };
}
