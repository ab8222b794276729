/**
 * What a root (task or generator) knows about being cancelled. Made by the first `cancel()`; most tasks never have one.
 *
 * A request goes through these states:
 *
 *     cancel() ─┬─ waits for something nobody else consumes: that is cancelled ─▶ FORWARDED ─┐ it ends as cancelled
 *               ├─ others consume it: left, delivery queued                    ─▶ MUST ──────┤ next step
 *               └─ runs, or is ready                                           ─▶ MUST ──────┤ next await
 *                                                                                            ▼
 *                                    `delivered` is thrown at the await; the task is UNWINDING
 *                                                                                            │ $.named, or the task ends
 *                                                                                            ▼
 *                                                                                        not unwinding
 *
 * While it unwinds, ordinary catch clauses pass `delivered` by. `cancelling()` counts requests and is another matter.
 */
import type { CancelledError } from "./errors.js";
import type { Runnable } from "./runnable.js";

export class Cancellation {
  /** `cancelling()`. */
  requests = 0;
  /** To be thrown at the next step. */
  must = false;
  /** What is awaited was asked to cancel. */
  forwarded = false;
  /** What `cancel(reason)` was given. */
  reason: unknown = undefined;
  /** The task whose `cancel` started it. */
  origin: object | null = null;
  /** The error delivered last. */
  delivered: CancelledError | null = null;
  /** Whether `delivered` is on its way through this root's functions. */
  unwinding = false;
  /** The queued step that will deliver, when what was awaited was left to its other consumers. */
  delivery: Runnable | null = null;

  /** Notes that `error` is thrown into the root as its own cancellation. */
  deliver(error: CancelledError): CancelledError {
    this.must = false;
    this.forwarded = false;
    this.delivered = error;
    this.unwinding = true;
    return error;
  }

  /** Whether `error` is the one this root is unwinding with. */
  owns(error: unknown): error is CancelledError {
    return this.unwinding && error === this.delivered;
  }
}

/** `$.caught`: throws the error on when it is this root's cancellation. */
export function passBy(cancellation: Cancellation | null, error: unknown): unknown {
  if (cancellation !== null && cancellation.owns(error)) throw error;
  return error;
}

/** `$.named`: the clause handles the cancellation. */
export function handle(cancellation: Cancellation | null, error: unknown): unknown {
  if (cancellation !== null && cancellation.owns(error)) cancellation.unwinding = false;
  return error;
}

/** `$.cleanup`: the cancellation that must go on after the clause, or undefined. */
export function ongoing(cancellation: Cancellation | null, error: unknown): CancelledError | undefined {
  return cancellation !== null && cancellation.owns(error) ? error : undefined;
}

/**
 * `$.unwind`: the end of a clause that ran as clean-up.
 * @param report told about an error the clean-up threw
 */
export function goOn(
  cancel: CancelledError | undefined,
  threw: boolean,
  error: unknown,
  report: (error: unknown) => void,
): void {
  if (cancel === undefined) return;
  if (threw && error !== cancel) {
    (cancel.suppressed ??= []).push(error);
    report(error);
  }
  throw cancel;
}
