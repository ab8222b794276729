/**
 * `shield`: lets a task be cancelled without cancelling what it waits for. Mirrors `asyncio.shield`.
 *
 *     const page = await shield(cache.get(url));       // we may be cancelled; the download goes on for others
 *
 * The outer future ends as the inner one does. When the outer one is cancelled the inner one goes on; if it fails then and
 * nobody else is waiting for it, that is reported like any failure nobody looked at. Keep a reference to what is shielded:
 * the ambient loop holds waiting tasks weakly.
 */
import { CANCELLED, FULFILLED, STATE, type Deferred, type Waiter } from "../core/deferred.js";
import type { Future } from "../core/future.js";
import { consume, release } from "./consume.js";
import { special, SpecialFuture } from "./special-future.js";
import { startOne } from "./start-all.js";

/**
 * Waits for `awaitable`, but is no reason to cancel it: when its future is cancelled, the awaitable goes on. A coroutine is
 * wrapped in a task; what is done already is returned as it is. Mirrors `asyncio.shield`.
 *
 * @throws {ArgumentError} when the argument is not awaitable.
 */
export function shield<T>(awaitable: PromiseLike<T>): Future<T> {
  const inner = startOne("shield", awaitable);
  if (inner.done()) return inner as unknown as Future<T>;
  return new Shielded<T>(inner);
}

class Shielded<T> extends SpecialFuture<T> {
  readonly #inner: Deferred;
  readonly #waiter: Waiter;

  constructor(inner: Deferred) {
    super({ loop: inner.loop });
    this.#inner = inner;
    this.#waiter = consume(inner, this, () => this.#innerDone());
  }

  override requestCancel(reason: unknown, origin: object | null): boolean {
    release(this.#inner, this, this.#waiter);
    return super.requestCancel(reason, origin);
  }

  #innerDone(): void {
    const inner = this.#inner;
    const state = inner.flags & STATE;
    if (state === FULFILLED) this.settle(FULFILLED, inner.value);
    else if (state === CANCELLED) this.settle(CANCELLED, inner.value);
    else this.reject(inner.value);
  }
}

special(Shielded);
