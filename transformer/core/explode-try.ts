/**
 * `try`, `catch`, `finally`.
 *
 * Compiled code holds no `try` of its own for these: the activation knows the block that handles errors
 * (`$.handler`), and the driver goes there. So an error thrown by a call and one thrown by an await take the same way.
 *
 *     [source]                      [ir]
 *     try { A } catch (e) { B }     handler = c;  A;  handler = outside;  goto after
 *                                   c: handler = outside;  let e = caught(sent);  B;  goto after
 *                                   after:
 *
 *     try { A } finally { B }       handler = f;  A;  completion = after;  goto b
 *                                   f: value = sent;  completion = rethrow;  goto b
 *                                   b: handler = outside;  B;  goto completion
 *                                   rethrow: throw value
 *                                   after:
 *
 * Which cancellations a catch clause sees (semantics: Cancellation): one that names the cancellation sees all;
 * one without a `throw` is passed by; one with a `throw` runs as clean-up and cannot end the cancellation, so its
 * body stands in a finally that goes on unwinding.
 */
import type { StatementView } from "./dialect.js";
import { declare } from "./explode-declarations.js";
import type { Exploder } from "./explode.js";
import { Block, type Expr, SENT, type Temp, binary, method } from "./ir.js";
import type { FinallyRegion } from "./leap.js";

type TryView = Extract<StatementView, { kind: "try" }>;

export function explodeTry(ex: Exploder, view: TryView): void {
  const { finalizer } = view;
  if (finalizer === null) {
    tryCatch(ex, view);
    return;
  }
  const after = ex.block("");
  explodeFinally(ex, {
    body: () => (view.handler === null ? ex.statement(view.block) : tryCatch(ex, view)),
    completed: after,
    finalizer: () => ex.statement(finalizer),
  });
  ex.start(after);
}

function tryCatch(ex: Exploder, view: TryView): void {
  const { handler: clause } = view;
  if (clause === null) return;
  const outside = ex.leaps.handler;
  const handler = new Block(outside, "catch");
  handler.isEntry = true;
  const after = ex.block("");
  ex.handler(handler);
  ex.leaps.within({ kind: "catch", outside, handler }, () => ex.statement(view.block));
  ex.handler(outside);
  ex.goto(after);
  ex.start(handler);
  ex.handler(outside);
  const canBeCancelled = ex.options.bypassCatch && ex.scopes.suspends(view.block);
  if (canBeCancelled && clause.hasThrow && !clause.namesCancellation) cleanup(ex, clause, after);
  else
    clauseBody(ex, clause, canBeCancelled ? method(null, clause.namesCancellation ? "named" : "caught", SENT) : SENT);
  ex.goto(after);
  ex.start(after);
}

/** A clause that may be clean-up: whatever it does, a cancellation goes on afterwards. */
function cleanup(ex: Exploder, clause: NonNullable<TryView["handler"]>, after: Block): void {
  const error = ex.temps.make("error");
  const cancellation = ex.temps.make("cancellation");
  ex.set(error, SENT);
  ex.set(cancellation, method(null, "cleanup", error));
  explodeFinally(ex, {
    body: () => clauseBody(ex, clause, error),
    completed: after,
    finalizer: (threw, value) => ex.effect(method(null, "unwind", cancellation, threw, value)),
  });
}

function clauseBody(ex: Exploder, clause: NonNullable<TryView["handler"]>, error: Expr): void {
  const { parameter } = clause;
  ex.scoped(clause.node, () => {
    if (parameter !== null) declare(ex, "let", parameter, error, parameter);
    else if (error.kind === "method") ex.effect(error);
    ex.statement(clause.body);
  });
}

export interface FinallyParts {
  readonly body: () => void;
  /** Where the body goes when it completes, after the finalizer. */
  readonly completed: Block;
  /** `threw`: was the region left by an error? `value` is that error then. */
  readonly finalizer: (threw: Expr, value: Temp) => void;
}

/** A region with one copy of its finalizer. Ends without a current block. */
export function explodeFinally(ex: Exploder, parts: FinallyParts): void {
  const outside = ex.leaps.handler;
  const handler = new Block(outside, "finally, by an error");
  handler.isEntry = true;
  const region: FinallyRegion = {
    kind: "finally",
    outside,
    handler,
    body: new Block(outside, "finally"),
    completion: ex.temps.make("completion"),
    value: ex.temps.make("pending"),
    continuations: new Map(),
  };
  ex.pendingWith.set(region.completion, region.value);
  const rethrow = new Block(outside, "rethrow after finally");
  rethrow.pinned = true;
  rethrow.terminator = { kind: "throw", value: region.value, origin: null };
  ex.handler(handler);
  ex.leaps.within(region, parts.body);
  const targets: Block[] = [rethrow];
  completeBody(ex, parts, region, targets);
  ex.start(handler);
  ex.handler(outside);
  ex.set(region.value, SENT);
  ex.set(region.completion, { kind: "state", block: rethrow });
  ex.enter(region.body);
  ex.handler(outside);
  parts.finalizer(binary(region.completion, "===", { kind: "state", block: rethrow }), region.value);
  ex.late(rethrow);
  targets.push(...region.continuations.values());
  ex.end({ kind: "dispatch", completion: region.completion, targets });
}

function completeBody(ex: Exploder, parts: FinallyParts, region: FinallyRegion, targets: Block[]): void {
  if (ex.current === null) return;
  ex.handler(region.outside);
  parts.completed.pinned = true;
  targets.push(parts.completed);
  ex.set(region.completion, { kind: "state", block: parts.completed });
  ex.goto(region.body);
}
