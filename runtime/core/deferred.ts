/**
 * The one-shot slot everything that can be awaited is built on: promises, futures, tasks.
 *
 *              settle(FULFILLED, value)
 *     PENDING ──settle(REJECTED, error)────▶ done, for good; every waiter is pushed onto the ready queue
 *              settle(CANCELLED, error)
 *
 * Who waits is kept in `waiters`: nothing, one waiter, or an array of them (most futures have one). A waiter is itself an
 * entry of the ready queue, so waking it allocates nothing; when it runs it looks at the slot it waited for. One that leaves
 * a long array leaves a gap there (`GONE`), so that many can leave in linear time (`Places`).
 *
 * *Consumers* are the waiters that want the outcome (an awaiting task, a combinator, a reaction); `addDoneCallback` only
 * watches. Cancelling a waiter cancels what it waits for only if no other consumer does.
 *
 * While the slot is pending, `value` is free: a promise keeps there whom it follows (`Upstream`), a task what it is sent.
 */
import type { Context } from "./context.js";
import { CancelledError, InvalidStateError } from "./errors.js";
import { Handle } from "./handle.js";
import type { LoopCore } from "./loop-core.js";
import type { Runnable } from "./runnable.js";
import { finishTrace } from "./stack.js";

export const PENDING = 0;
export const FULFILLED = 1;
export const REJECTED = 2;
export const CANCELLED = 3;
/** The bits of `flags` that hold the state. */
export const STATE = 3;
/** Somebody has looked at the outcome, or waits for it. */
export const HANDLED = 4;
/** For tasks: in the first step, which runs inside the call. */
export const EAGER = 8;
/** For tasks: a coroutine was entered and no turn has been taken since. */
export const NO_TURN = 16;
/** For tasks: `context` holds a `Context` object, not a store. */
export const OWN_CONTEXT = 32;
/** For tasks: the function has returned an awaitable, which is followed now. */
export const FOLLOWING = 64;
/** A function of relaxed order waits for it: it may go on right after this task's last step. */
export const DIRECT = 128;
/** For generators: what comes next is not for the function but for `yield` or `yield*`, which it is in. */
export const IN_YIELD = 256;
/** For roots: a coroutine is to be stepped, `top`, when what runs now has returned to the driver. */
export const ENTERING = 512;
/** For roots: a coroutine ended without a turn; its result is delivered in any case, a cancellation after it. */
export const OWED = 1024;
/** For generators: runs inside a call of `next`, `throw` or `return`. */
export const NESTED = 2048;
/** Its failure was reported as one that nobody looked at. */
export const REPORTED = 4096;
/** For tasks: runs inside a call that is awaited on the spot, by a task that may go on (see direct-call.ts). */
export const INLINED = 8192;
/** For those: has taken a turn; `awaiting` and `waiters` say who waits for whom. */
export const LINKED = 16384;
/** Done on the loop's next turn, with `value`: who awaits it when nothing else would run meanwhile need not wait. */
export const TURN = 32768;
/** For tasks: made for a coroutine, which `v0` holds. */
export const WRAPS = 65536;
/** For tasks: has waited since before the platform's stores were in use, so it is resumed without any. */
export const STORELESS = 131072;
/** For roots: the body of an async generator. */
export const GENERATOR = 262144;

/** Who waits for a slot. */
export interface Waiter extends Runnable {
  /** As whom this waiter counts among the consumers (two waiters of one key count once); null when it only watches. */
  consumerKey(): object | null;
  /** For the await graph: on whose behalf it waits, when that is not its key. */
  awaiter?(): Deferred;
}

/** Whom a pending promise follows: asked when the promise is to be cancelled. */
export interface Upstream {
  /** Passes the cancellation on. False: there is nothing to wait for, settle at once. */
  cancelUpstream(reason: unknown, origin: object | null): boolean;
}

/** Stands in an array of waiters where one has left. */
const GONE: Waiter = { run: () => undefined, consumerKey: () => null };

/** Arrays of waiters up to this length are searched. */
const SHORT = 8;

/** Where in a long array each waiter stands. Made when the first one leaves it. */
class Places {
  private readonly places = new Map<Waiter, number>();
  /** How much of the array `places` covers: it has grown since by what lies behind. */
  private known = 0;
  private gaps = 0;
  /** Before this place there are only gaps. */
  first = 0;

  /** Leaves a gap in `waiters`. Answers whether it has to be closed up: more than half of it are gaps now. */
  remove(waiters: Waiter[], waiter: Waiter): boolean {
    for (; this.known < waiters.length; this.known += 1) this.places.set(waiters[this.known] as Waiter, this.known);
    const place = this.places.get(waiter);
    if (place === undefined) return false;
    this.places.delete(waiter);
    waiters[place] = GONE;
    while (waiters[this.first] === GONE) this.first += 1;
    this.gaps += 1;
    return this.gaps * 2 > waiters.length;
  }
}

const placesOf = new WeakMap<Waiter[], Places>();

/** An array of waiters in as few words as possible. */
function packed(waiters: Waiter[]): Waiter | Waiter[] | null {
  return waiters.length > 1 ? waiters : (waiters[0] ?? null);
}

class DoneCallback extends Handle implements Waiter {
  consumerKey(): null {
    return null;
  }
}

function consumes(waiter: Waiter, otherThan: object): boolean {
  const key = waiter.consumerKey();
  return key !== null && key !== otherThan;
}

function pushAll(loop: LoopCore, waiters: readonly Waiter[]): void {
  for (const waiter of waiters) if (waiter !== GONE) loop.push(waiter);
}

/** What is left of an array of waiters when one leaves. */
function without(waiters: Waiter[], waiter: Waiter): Waiter | Waiter[] | null {
  if (waiters.length <= SHORT) return packed(waiters.filter((other) => other !== waiter && other !== GONE));
  let places = placesOf.get(waiters);
  if (places === undefined) placesOf.set(waiters, (places = new Places()));
  return places.remove(waiters, waiter) ? packed(waiters.filter((other) => other !== GONE)) : waiters;
}

/** The name by which an error says whom a cancellation started with. */
export interface Named {
  describe(): string;
}

/** The error of a cancellation that started at `origin` (a task) with `reason`. */
export function makeCancelledError(reason: unknown, origin: object | null, self: object | null): CancelledError {
  if (reason !== undefined || origin === null) return new CancelledError(reason);
  const who = (origin as Named).describe();
  const through = origin === self ? "" : ", and with it what only it was waiting for";
  return new CancelledError(undefined, `${who} was cancelled${through}`);
}

/** What promises, futures and tasks have in common: the outcome, once there is one, and asyncio's questions about it. */
export class Deferred<T = unknown> {
  // Declared, and set in the constructor: class fields with initialisers cost more than the object itself.
  /** @internal */ declare loop: LoopCore;
  /** @internal */ declare flags: number;
  /** @internal */ declare value: unknown;
  /** @internal */ declare waiters: Waiter | Waiter[] | null;

  /** @internal */
  constructor(loop: LoopCore) {
    this.loop = loop;
    this.flags = PENDING;
    this.value = undefined;
    this.waiters = null;
  }

  // ---- The slot (for the runtime)

  /** @internal Settles the slot and makes every waiter ready. Does nothing when it is settled. */
  settle(state: number, value: unknown): void {
    if ((this.flags & STATE) !== PENDING) return;
    this.flags |= state;
    this.value = value;
    const waiters = this.waiters;
    if (waiters !== null) {
      this.waiters = null;
      if (Array.isArray(waiters)) pushAll(this.loop, waiters);
      else this.loop.push(waiters);
    }
    if (state === REJECTED && (this.flags & HANDLED) === 0) this.loop.suspect(this);
  }

  /** @internal Rejects; with a CancelledError the slot counts as cancelled. */
  reject(error: unknown): void {
    this.settle(error instanceof CancelledError ? CANCELLED : REJECTED, error);
  }

  /** @internal Adds a waiter; when the slot is settled it is ready at once. */
  subscribe(waiter: Waiter): void {
    if ((this.flags & STATE) !== PENDING) {
      if ((this.flags & REPORTED) !== 0 && waiter.consumerKey() !== null) this.lookedAtLate();
      this.loop.push(waiter);
    } else if (this.waiters === null) this.waiters = waiter;
    else if (Array.isArray(this.waiters)) this.waiters.push(waiter);
    else this.waiters = [this.waiters, waiter];
  }

  /** @internal Removes a waiter. */
  unsubscribe(waiter: Waiter): void {
    if (this.waiters === waiter) this.waiters = null;
    else if (Array.isArray(this.waiters)) this.waiters = without(this.waiters, waiter);
  }

  /** @internal Whether somebody other than `key` consumes this slot. */
  hasOtherConsumers(key: object): boolean {
    const waiters = this.waiters;
    if (waiters === null) return false;
    if (!Array.isArray(waiters)) return consumes(waiters, key);
    const from = waiters.length > SHORT ? (placesOf.get(waiters)?.first ?? 0) : 0;
    for (let i = from; i < waiters.length; i += 1) if (consumes(waiters[i] as Waiter, key)) return true;
    return false;
  }

  /** @internal Cancels on behalf of `origin`, the task whose `cancel` was called (null: nobody in particular). */
  requestCancel(reason: unknown, origin: object | null): boolean {
    if ((this.flags & STATE) !== PENDING) return false;
    this.settle(CANCELLED, makeCancelledError(reason, origin, this));
    return true;
  }

  /** @internal */
  isHandled(): boolean {
    return (this.flags & HANDLED) !== 0;
  }

  /** @internal */
  reportUnhandled(): void {
    this.flags |= HANDLED | REPORTED;
    finishTrace(this.value);
    this.loop.failureUnhandled(this.value, this);
  }

  /** @internal Somebody looks at a failure that may have been reported as unhandled. */
  lookedAtLate(): void {
    if ((this.flags & REPORTED) === 0) return;
    this.flags &= ~REPORTED;
    this.loop.failureHandledLate(this);
  }

  // ---- asyncio's surface

  /** The loop it belongs to. Mirrors `Future.get_loop`. */
  getLoop(): LoopCore {
    return this.loop;
  }

  /** Whether it is settled in any way: with a result, failed or cancelled. Mirrors `Future.done`. */
  done(): boolean {
    return (this.flags & STATE) !== PENDING;
  }

  /** Whether it ended by cancellation. Mirrors `Future.cancelled`. */
  cancelled(): boolean {
    return (this.flags & STATE) === CANCELLED;
  }

  /**
   * Asks for cancellation: waiters get a `CancelledError`. Mirrors `Future.cancel`.
   *
   * @param reason what the error carries (asyncio's `msg`); a text, usually
   * @returns false when it was done already; if it failed, that counts as looked at then, as in asyncio
   */
  cancel(reason?: unknown): boolean {
    if (this.requestCancel(reason, null)) return true;
    if (this.done()) this.flags |= HANDLED;
    return false;
  }

  /**
   * The result. Mirrors `Future.result`.
   *
   * @throws what it failed with
   * @throws {CancelledError} when it was cancelled
   * @throws {InvalidStateError} while it is pending
   */
  result(): T {
    const state = this.flags & STATE;
    if (state === PENDING) throw new InvalidStateError("the result is not there yet: await it, or ask done() first");
    this.flags |= HANDLED;
    if (state === FULFILLED) return this.value as T;
    this.lookedAtLate();
    finishTrace(this.value);
    throw this.value;
  }

  /**
   * What it failed with, or undefined when it succeeded. Mirrors `Future.exception`.
   *
   * @throws {CancelledError} when it was cancelled
   * @throws {InvalidStateError} while it is pending
   */
  exception(): unknown {
    const state = this.flags & STATE;
    if (state === PENDING) throw new InvalidStateError("there is no outcome yet: await it, or ask done() first");
    this.flags |= HANDLED;
    if (state === FULFILLED) return undefined;
    this.lookedAtLate();
    finishTrace(this.value);
    if (state === CANCELLED) throw this.value;
    return this.value;
  }

  /**
   * Calls `callback(this)` through the loop once it is done; soon, when it is done already. Runs in the context given, or
   * in the one current now. Watching is no consuming: it neither keeps the future from being cancelled with its last
   * waiter nor counts as looking at its failure. Mirrors `Future.add_done_callback`.
   */
  addDoneCallback(callback: (future: this) => unknown, options?: { readonly context?: Context }): void {
    this.subscribe(new DoneCallback(this.loop, callback as (...args: unknown[]) => unknown, [this], options?.context));
  }

  /** Removes a callback, as often as it was added; returns how often that was. Mirrors `Future.remove_done_callback`. */
  removeDoneCallback(callback: (future: this) => unknown): number {
    if (this.waiters === null) return 0;
    const all = Array.isArray(this.waiters) ? this.waiters : [this.waiters];
    const present = all.filter((waiter) => waiter !== GONE);
    const kept = present.filter((waiter) => !(waiter instanceof DoneCallback && waiter.isFor(callback)));
    this.waiters = packed(kept);
    return present.length - kept.length;
  }
}
