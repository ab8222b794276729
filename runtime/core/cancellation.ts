/**
 * What a root (task or generator) knows about being cancelled. Made by the first `cancel()`; most tasks never have one.
 *
 * A request goes through these states:
 *
 *     cancel() ─┬─ waits for something nobody else consumes: that is cancelled ─▶ FORWARDED ─┐ it ends as cancelled
 *               ├─ others consume it: left, delivery queued                    ─▶ MUST ──────┤ next step
 *               └─ runs, or is ready                                           ─▶ MUST ──────┤ next await
 *                                                                                            ▼
 *                                          an error is thrown at the await; it is IN FLIGHT ◀─┐
 *                                                            $.named, or the task ends ──────┤ │ thrown on again
 *                                                                                            ▼ │
 *                                                                                           handled
 *
 * While an error is in flight, ordinary catch clauses pass it by. Clean-up that waits may be cancelled too, so there may be
 * several at a time, each with its own state: a newer one that is handled in there leaves the older ones in flight; one that
 * gets out takes the place of the older one. `cancelling()` counts requests and is another matter.
 */
import type { CancelledError } from "./errors.js";
import type { Runnable } from "./runnable.js";

/** A block of the task that can be cancelled by itself, or keeps cancellations out (see scope.ts). */
export interface ScopeLink {
  /** The scope around it. */
  readonly outer: ScopeLink | null;
  /** Requests from outside of it wait until it is left. */
  readonly shield: boolean;
  /** It was cancelled and is level-triggered: every await in it throws. */
  readonly insists: boolean;
  /** The task only waits for something to end: what insists does not, meanwhile. */
  readonly patient: boolean;
}

/** A request that a shield keeps out. */
interface Held {
  /** The scope that asks; null: somebody outside of all. */
  readonly asker: ScopeLink | null;
  readonly reason: unknown;
  readonly origin: object | null;
}

export class Cancellation {
  /** `cancelling()`. */
  requests = 0;
  /** To be thrown at the next step. */
  must = false;
  /** What is awaited was asked to cancel. */
  forwarded = false;
  /** What is awaited is being asked right now; a request that comes back meanwhile has gone round in a circle. */
  passing = false;
  /** What `cancel(reason)` was given. */
  reason: unknown = undefined;
  /** The task whose `cancel` started it. */
  origin: object | null = null;
  /** The error delivered last. */
  private delivered: CancelledError | null = null;
  /** Whether `delivered` is in flight. */
  private inFlight = false;
  /** Those delivered before, and whether they are in flight; made by the second delivery. */
  private earlier: WeakMap<CancelledError, boolean> | null = null;
  /** The queued step that will deliver, when what was awaited was left to its other consumers. */
  delivery: Runnable | null = null;
  /** The innermost scope the task is in. */
  scope: ScopeLink | null = null;
  /** What shields keep out, oldest first. */
  private held: Held[] | null = null;

  /** How many requests the code that runs is to know of: all but those that shields keep out. */
  get admitted(): number {
    return this.held === null ? this.requests : this.requests - this.held.length;
  }

  /** Notes that `error` is thrown into the root as its own cancellation. */
  deliver(error: CancelledError): CancelledError {
    this.must = false;
    this.forwarded = false;
    if (this.delivered !== null) (this.earlier ??= new WeakMap()).set(this.delivered, this.inFlight);
    this.delivered = error;
    this.inFlight = true;
    return error;
  }

  // ---- Scopes

  /** Keeps the request out if a shield stands between who asks and the code that runs. */
  holdBack(asker: ScopeLink | null, reason: unknown, origin: object | null): boolean {
    if (!this.isShieldedFrom(asker)) return false;
    (this.held ??= []).push({ asker, reason, origin });
    return true;
  }

  private isShieldedFrom(asker: ScopeLink | null): boolean {
    for (let scope = this.scope; scope !== null && scope !== asker; scope = scope.outer) if (scope.shield) return true;
    return false;
  }

  /** Forgets the requests of one scope that were kept out; with null, all. */
  dropHeld(asker: ScopeLink | null): void {
    if (this.held === null) return;
    this.held = asker === null ? null : this.held.filter((held) => held.asker !== asker);
  }

  /** A shield is gone: whether a request that was kept out is to be thrown now. */
  releaseHeld(): boolean {
    if (this.held === null) return false;
    const free = this.held.filter(({ asker }) => !this.isShieldedFrom(asker));
    const last = free.at(-1);
    if (last === undefined) return false;
    this.held = this.held.filter((held) => !free.includes(held));
    this.reason = last.reason;
    this.origin = last.origin;
    return true;
  }

  /** A shield is put up where something was about to be thrown: that waits too. */
  holdPending(): void {
    if (!this.must) return;
    this.must = false;
    (this.held ??= []).push({ asker: this.scope, reason: this.reason, origin: this.origin });
  }

  /** Sees to it that the next await throws (again) when the task is in a cancelled, level-triggered scope. */
  insist(): void {
    for (let scope = this.scope; scope !== null && !scope.patient; scope = scope.outer) {
      if (scope.insists) this.must = true;
      if (scope.insists || scope.shield) return;
    }
  }

  /** Whether `error` is a cancellation of this root, on its way through the root's functions. */
  owns(error: unknown): error is CancelledError {
    if (error === this.delivered) return this.inFlight;
    return this.earlier !== null && this.earlier.get(error as CancelledError) === true;
  }

  /** Notes that `error`, if it was delivered to this root, is in flight from now on, or is not any more. */
  note(error: unknown, inFlight: boolean): void {
    if (error === this.delivered) this.inFlight = inFlight;
    else if (this.earlier?.has(error as CancelledError) === true) this.earlier.set(error as CancelledError, inFlight);
  }
}

/** What a delivery needs of the root. */
interface Deliverable {
  readonly cancellation: Cancellation | null;
  run(): void;
}

/** Throws a cancellation into a root that left what it was waiting for. */
export class Delivery implements Runnable {
  private readonly root: Deliverable;

  constructor(root: Deliverable) {
    this.root = root;
  }

  run(): void {
    const { cancellation } = this.root;
    if (cancellation?.delivery !== this) return;
    cancellation.delivery = null;
    this.root.run();
  }
}

/** `$.caught`: throws the error on when it is this root's cancellation. */
export function passBy(cancellation: Cancellation | null, error: unknown): unknown {
  if (cancellation !== null && cancellation.owns(error)) throw error;
  return error;
}

/** `$.named`: the clause handles the cancellation. */
export function handle(cancellation: Cancellation | null, error: unknown): unknown {
  cancellation?.note(error, false);
  return error;
}

/** `$.cleanup`: the cancellation that must go on after the clause, or undefined. */
export function ongoing(cancellation: Cancellation | null, error: unknown): CancelledError | undefined {
  return cancellation !== null && cancellation.owns(error) ? error : undefined;
}

/**
 * `$.unwind`: the end of a clause that ran as clean-up. The cancellation goes on, or a newer one that ended the clean-up.
 * @param report told about any other error the clean-up threw
 */
export function goOn(
  cancellation: Cancellation | null,
  cancel: CancelledError | undefined,
  threw: boolean,
  error: unknown,
  report: (error: unknown) => void,
): void {
  if (cancel === undefined) return;
  if (threw && cancellation !== null && cancellation.owns(error)) throw error;
  if (threw && error !== cancel) {
    (cancel.suppressed ??= []).push(error);
    report(error);
  }
  throw cancel;
}
