/**
 * `gather`: one future for many awaitables, results in the order of the arguments. Mirrors `asyncio.gather`.
 *
 * What differs from `Promise.all` is asyncio's: the same argument twice is waited for once; cancelling the future cancels
 * the children (those nobody else consumes) and it ends only when one of them has; `returnExceptions` puts errors among the
 * results. What is alike: the first failure settles the future at once and the other children *keep running*; their later
 * failures count as looked at.
 *
 *     pending ──a child fails──────────────▶ rejected          (a cancelled child: rejected with its CancelledError)
 *        │────all children done────────────▶ fulfilled, or rejected with a CancelledError when cancel() was asked
 *        └────cancel(), no child to ask────▶ cancelled
 */
import {
  CANCELLED,
  FULFILLED,
  makeCancelledError,
  PENDING,
  REJECTED,
  STATE,
  type Deferred,
  type Waiter,
} from "../core/deferred.js";
import type { Future } from "../core/future.js";
import type { LoopCore } from "../core/loop-core.js";
import { consume } from "./consume.js";
import { special, SpecialFuture } from "./special-future.js";
import { startAll } from "./start-all.js";

/** Options of {@link gather}: its last argument. */
export interface GatherOptions {
  /** True: a child's error becomes its result, and the future fails only when it is cancelled itself. */
  readonly returnExceptions?: boolean;
}

/** What `gather` gives for these arguments. */
export type Gathered<A extends readonly unknown[]> = { -readonly [K in keyof A]: Awaited<A[K]> };

/** What `gather` gives for these arguments with `returnExceptions: true`: an error may stand in any place. */
export type GatheredWithErrors<A extends readonly unknown[]> = { -readonly [K in keyof A]: unknown };

/**
 * Waits for all of `awaitables`, which run concurrently, and gives their results in order. Coroutines are wrapped in tasks.
 * Mirrors `asyncio.gather`.
 *
 *     const [user, posts] = await gather(loadUser(), loadPosts());
 *
 * The first error (a child's `CancelledError` is one) is passed on at once; the others keep running. Cancelling the future
 * cancels all children that nobody else is waiting for. Without arguments it is done at once.
 *
 * @param awaitables and, last, {@link GatherOptions}
 * @throws {ArgumentError} when an argument is not awaitable; nothing was started then.
 * @throws {ForeignLoopError} when the arguments belong to different loops.
 */
export function gather<const A extends readonly PromiseLike<unknown>[]>(...awaitables: A): Future<Gathered<A>>;
export function gather<const A extends readonly PromiseLike<unknown>[]>(
  ...awaitables: [...A, GatherOptions & { readonly returnExceptions: true }]
): Future<GatheredWithErrors<A>>;
export function gather<const A extends readonly PromiseLike<unknown>[]>(
  ...awaitables: [...A, GatherOptions]
): Future<Gathered<A>>;
export function gather(...awaitables: readonly unknown[]): Future<unknown[]> {
  const last = awaitables.at(-1);
  const options = isOptions(last) ? last : undefined;
  const inputs = options === undefined ? awaitables : awaitables.slice(0, -1);
  const { loop, futures } = startAll("gather", inputs);
  return new GatheringFuture(loop, futures, options?.returnExceptions ?? false);
}

function isOptions(value: unknown): value is GatherOptions {
  if (typeof value !== "object" || value === null || "then" in value) return false;
  return Object.keys(value).every((key) => key === "returnExceptions");
}

class GatheringFuture extends SpecialFuture<unknown[]> {
  readonly #children: readonly Deferred[];
  /** By place: what waits for the child there; null where none is left. */
  readonly #waiters: (Waiter | null)[];
  readonly #returnExceptions: boolean;
  /** Places whose child has not been heard of. */
  #remaining: number;
  #cancellation: { readonly reason: unknown; readonly origin: object | null } | undefined;

  constructor(loop: LoopCore, children: readonly Deferred[], returnExceptions: boolean) {
    super({ loop });
    this.#children = children;
    this.#returnExceptions = returnExceptions;
    this.#remaining = children.length;
    const onDone = (child: Deferred): void => this.#childDone(child);
    const waiters: (Waiter | null)[] = [];
    this.#waiters = waiters;
    let anyDone = false;
    for (const child of children) {
      if ((child.flags & STATE) === PENDING) {
        // A child in two places is waited for twice, and still has one consumer: this future.
        waiters.push(consume(child, this, onDone));
      } else {
        anyDone = true;
        waiters.push(null);
      }
    }
    if (children.length === 0) this.#finish();
    // What is done already needs no turn: a gather of finished children is finished.
    if (anyDone) children.forEach((child, place) => waiters[place] === null && this.#childDone(child));
  }

  /** Cancels the children nobody else consumes; refused when all of them have ended (asyncio's rule). */
  override requestCancel(reason: unknown, origin: object | null): boolean {
    if (this.done()) return false;
    const asked = new Map<Deferred, boolean>();
    for (const [place, waiter] of this.#waiters.entries()) {
      const child = this.#children[place] as Deferred;
      if (waiter === null || (child.done() && !asked.has(child))) continue;
      const isAsked = asked.get(child) ?? (!child.hasOtherConsumers(this) && child.requestCancel(reason, origin));
      asked.set(child, isAsked);
      if (isAsked) continue;
      child.unsubscribe(waiter);
      this.#waiters[place] = null;
      this.#remaining -= 1;
    }
    if (asked.size === 0) return false;
    this.#cancellation = { reason, origin };
    // Nobody is left who could be heard of.
    if (this.#remaining === 0) this.settle(CANCELLED, makeCancelledError(reason, origin, this));
    return true;
  }

  #childDone(child: Deferred): void {
    this.#remaining -= 1;
    const state = child.flags & STATE;
    // What a child has to say counts as heard even when nobody waits for it any more.
    if (state === REJECTED) child.exception();
    if (this.done()) return;
    if (state !== FULFILLED && !this.#returnExceptions) {
      // Rejected even with a CancelledError: it was the child that was cancelled, not the gather.
      this.settle(REJECTED, child.value);
    } else if (this.#remaining === 0) this.#finish();
  }

  #finish(): void {
    if (this.#cancellation === undefined) {
      const results: unknown[] = [];
      for (const child of this.#children) results.push(child.value);
      this.setResult(results);
    } else {
      const { reason, origin } = this.#cancellation;
      this.settle(REJECTED, makeCancelledError(reason, origin, this));
    }
  }
}

special(GatheringFuture);
