/**
 * `sleep`: the smallest thing one can wait for. Mirrors `asyncio.sleep`, in milliseconds.
 *
 * The time starts when it is called, as with every delay in JavaScript that returns a promise. Nothing is left behind when
 * it is cancelled: its timer is taken out.
 */
import { currentLoop } from "../core/ambient.js";
import { awaitNextTurn } from "../core/awaiting.js";
import { FULFILLED } from "../core/deferred.js";
import { answers, ASK } from "../core/direct-function.js";
import { InvalidDelayError } from "../core/errors.js";
import { Future } from "../core/future.js";
import type { EventLoop } from "../core/loop.js";
import { cancelOnAbort, type SignalOptions } from "./abort-signal.js";
import { special, SpecialFuture } from "./special-future.js";
import { makeTurn } from "./turn.js";

/**
 * Waits for `delay` milliseconds and gives `result`. Mirrors `asyncio.sleep`, which counts seconds.
 *
 * Zero or less takes exactly one turn of the loop and no timer: the way to let others run. `Infinity` waits until it is
 * cancelled. Delays of any length are kept.
 *
 * Rejects with `InvalidDelayError` when the delay is NaN or no number; with `CancelledError` when `options.signal` aborts.
 */
export function sleep(delay: number): Future<void>;
export function sleep<T>(delay: number, result: T, options?: SignalOptions): Future<T>;
export function sleep<T>(delay: number, result?: T, options: SignalOptions = {}): Future<T | undefined> {
  const loop = currentLoop() as EventLoop;
  const future = begin(loop, delay, result);
  if (options.signal !== undefined) cancelOnAbort(future, options.signal);
  return future;
}

// Awaited where it is called, a turn needs no future.
answers(sleep, (root, delay) =>
  typeof delay === "number" && delay <= 0 && root.loop.instruments === null ? awaitNextTurn(root) : ASK,
);

function begin<T>(loop: EventLoop, delay: number, result: T): Future<T> {
  if (typeof delay !== "number" || Number.isNaN(delay)) {
    const failed = new Future<T>({ loop });
    failed.setException(new InvalidDelayError(`sleep needs a number of milliseconds, not ${String(delay)}`));
    return failed;
  }
  if (delay <= 0) return makeTurn(loop, result);
  return delay === Infinity ? new Future<T>({ loop }) : new Sleep(loop, delay, result);
}

class Sleep<T> extends SpecialFuture<T> {
  readonly #timer: { cancel(): void };

  constructor(loop: EventLoop, delay: number, result: T) {
    super({ loop });
    this.#timer = loop.callLater(delay, () => this.settle(FULFILLED, result));
  }

  override requestCancel(reason: unknown, origin: object | null): boolean {
    this.#timer.cancel();
    return super.requestCancel(reason, origin);
  }
}

special(Sleep);
