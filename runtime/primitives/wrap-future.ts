/**
 * `wrapFuture`: a future of this loop for something that is settled elsewhere, chained both ways. Mirrors
 * `asyncio.wrap_future`, whose concurrent futures are here futures of other loops and promises of the platform.
 *
 *     source (another loop, a native promise) ──outcome──▶ wrapped (this loop)
 *                                             ◀──cancel──
 */
import { currentLoop } from "../core/ambient.js";
import { Deferred, FULFILLED, PENDING, STATE } from "../core/deferred.js";
import { ensureFuture } from "../core/ensure-future.js";
import type { Future } from "../core/future.js";
import type { AbortControllerLike } from "../core/host.js";
import type { EventLoop } from "../core/loop.js";
import { consume } from "./consume.js";
import { special, SpecialFuture } from "./special-future.js";

/** Options of {@link wrapFuture}. */
export interface WrapFutureOptions {
  /** The loop the result belongs to; the current one when left out. */
  readonly loop?: EventLoop;
  /** For a promise of the platform, which cannot be cancelled itself: aborted when the wrapped future is cancelled. */
  readonly controller?: AbortControllerLike;
}

/**
 * A future of this loop that ends as `source` does. Cancelling it cancels a source of another loop (unless somebody else
 * waits for that too), or aborts `controller`; a promise of the platform goes on, and what it gives is dropped. A future of
 * this loop is given back as it is. Mirrors `asyncio.wrap_future`.
 */
export function wrapFuture<T>(source: PromiseLike<T>, options: WrapFutureOptions = {}): Future<T> {
  const loop = options.loop ?? (currentLoop() as EventLoop);
  const given: unknown = source;
  if (!(given instanceof Deferred)) {
    const future = ensureFuture(source, { loop }) as Future<T>;
    return options.controller === undefined ? future : new Controlled(future, options.controller);
  }
  return given.loop === loop ? (given as Future<T>) : new Chained<T>(loop, given);
}

/** Follows a future of another loop. */
class Chained<T> extends SpecialFuture<T> {
  readonly #source: Deferred;

  constructor(loop: EventLoop, source: Deferred) {
    super({ loop });
    this.#source = source;
    consume(source, this, () => loop.callSoonThreadsafe(() => this.#copy()));
  }

  #copy(): void {
    const source = this.#source;
    if ((source.flags & STATE) === FULFILLED) this.settle(FULFILLED, source.value);
    else this.reject(source.value);
  }

  override requestCancel(reason: unknown, origin: object | null): boolean {
    if (!super.requestCancel(reason, origin)) return false;
    const source = this.#source;
    const loop = source.loop as EventLoop;
    if (!loop.isClosed())
      loop.callSoonThreadsafe(() => {
        if ((source.flags & STATE) === PENDING && !source.hasOtherConsumers(this)) source.requestCancel(reason, origin);
      });
    return true;
  }
}

special(Chained);

/** Aborts a controller when it is cancelled. */
class Controlled<T> extends SpecialFuture<T> {
  readonly #controller: AbortControllerLike;

  constructor(source: Future<T>, controller: AbortControllerLike) {
    super({ loop: source.loop });
    this.#controller = controller;
    consume(source, this, () => {
      if ((source.flags & STATE) === FULFILLED) this.settle(FULFILLED, source.value);
      else this.reject(source.value);
    });
  }

  override requestCancel(reason: unknown, origin: object | null): boolean {
    if (!super.requestCancel(reason, origin)) return false;
    this.#controller.abort(reason);
    return true;
  }
}

special(Controlled);
