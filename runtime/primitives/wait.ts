/**
 * `wait`: waits for several futures without deciding anything about them. Mirrors `asyncio.wait`.
 *
 *     const [done, pending] = await wait(tasks, { timeout: 500, returnWhen: FIRST_COMPLETED });
 *     for (const task of pending) task.cancel();
 *
 * It never throws what they failed with, never raises a TimeoutError, never cancels: not even when it is cancelled itself.
 * The sets keep the order in which the futures were given. They are drawn up just before the waiter goes on, not when it
 * was woken, so that a future which ended in between is found among `done`.
 */
import { FULFILLED, REJECTED, STATE, type Deferred, type Waiter } from "../core/deferred.js";
import { isCoroutine } from "../core/coroutine.js";
import type { EventLoop } from "../core/loop.js";
import { Future, isFuture } from "../core/future.js";
import type { Handle } from "../core/handle.js";
import { ArgumentError } from "./argument-error.js";
import { consume, release } from "./consume.js";
import { special, SpecialFuture } from "./special-future.js";
import { commonLoop } from "./start-all.js";

/** For {@link wait}: as soon as one of them has ended in any way. Mirrors `asyncio.FIRST_COMPLETED`. */
export const FIRST_COMPLETED = "FIRST_COMPLETED";
/**
 * For {@link wait}: as soon as one of them has failed (being cancelled is no failure), or all have ended. Mirrors
 * `asyncio.FIRST_EXCEPTION`.
 */
export const FIRST_EXCEPTION = "FIRST_EXCEPTION";
/** For {@link wait}: when all have ended. Mirrors `asyncio.ALL_COMPLETED`. */
export const ALL_COMPLETED = "ALL_COMPLETED";

/** What ends a `wait`. */
export type ReturnWhen = typeof FIRST_COMPLETED | typeof FIRST_EXCEPTION | typeof ALL_COMPLETED;

/** Options of {@link wait}. */
export interface WaitOptions {
  /** How many milliseconds to wait at most; without limit when left out or null. */
  readonly timeout?: number | null;
  /** What to wait for; `ALL_COMPLETED` when left out. */
  readonly returnWhen?: ReturnWhen;
}

/** Those that had ended when the waiter went on, and the others; each in the order given. */
export type WaitResult<F> = [done: Set<F>, pending: Set<F>];

/**
 * Waits until enough of `futures` have ended, or until the time is over, and tells which have. Mirrors `asyncio.wait`:
 * it never throws what they failed with, never fails because the time is over, and never cancels.
 *
 *     const [done, pending] = await wait(tasks, { timeout: 500, returnWhen: FIRST_COMPLETED });
 *
 * Rejects with {@link ArgumentError} when there are none, when one of them is no future of this runtime (make a task of a
 * coroutine first: it is the task that is found in the sets), and for an unknown `returnWhen`; with `ForeignLoopError` when
 * they belong to different loops.
 */
export function wait<F extends PromiseLike<unknown>>(
  futures: Iterable<F>,
  options: WaitOptions = {},
): Future<WaitResult<F>> {
  try {
    const { timeout = null, returnWhen = ALL_COMPLETED } = options;
    const given = checkFutures(futures);
    checkReturnWhen(returnWhen);
    const loop = commonLoop("wait", given) as EventLoop;
    return new Waiting(loop, given, timeout, returnWhen) as unknown as Future<WaitResult<F>>;
  } catch (error) {
    const failed = new Future<WaitResult<F>>();
    failed.setException(error);
    return failed;
  }
}

function checkFutures(futures: unknown): Deferred[] {
  if (typeof futures !== "object" || futures === null || !(Symbol.iterator in futures)) {
    throw new ArgumentError("wait needs several futures, in an array or a set: wait([task])");
  }
  const given = [...new Set(futures as Iterable<unknown>)];
  if (given.length === 0) throw new ArgumentError("wait was given nothing to wait for");
  for (const future of given) {
    if (isCoroutine(future)) {
      throw new ArgumentError(
        "wait was given a coroutine, whose task could not be told from the others in the result: " +
          "give it createTask(coroutine), and keep that",
      );
    }
    if (!isFuture(future)) {
      throw new ArgumentError(
        `wait needs tasks or futures of this runtime, not ${String(future)}: give it ensureFuture(promise), and keep that`,
      );
    }
  }
  return given as Deferred[];
}

function checkReturnWhen(value: unknown): void {
  if (value === FIRST_COMPLETED || value === FIRST_EXCEPTION || value === ALL_COMPLETED) return;
  throw new ArgumentError(
    `wait: returnWhen must be FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED; got ${String(value)}`,
  );
}

class Waiting extends SpecialFuture<WaitResult<Deferred>> {
  readonly #futures: readonly Deferred[];
  readonly #waiters = new Map<Deferred, Waiter>();
  readonly #returnWhen: ReturnWhen;
  readonly #timer: Handle | undefined;
  readonly #result: WaitResult<Deferred> = [new Set(), new Set()];
  #remaining: number;

  constructor(loop: EventLoop, futures: Deferred[], timeout: number | null, returnWhen: ReturnWhen) {
    super({ loop });
    this.#futures = futures;
    this.#returnWhen = returnWhen;
    this.#remaining = futures.length;
    if (timeout !== null) this.#timer = loop.callLater(timeout, () => this.#finish());
    // The first to wait for this future, so it runs before anybody who awaits it.
    this.subscribe({ run: () => this.#partition(), consumerKey: () => null });
    for (const future of futures) {
      this.#waiters.set(
        future,
        consume(future, this, (ended) => this.#ended(ended)),
      );
    }
  }

  /** The futures are left alone. */
  override requestCancel(reason: unknown, origin: object | null): boolean {
    this.#letGo();
    return super.requestCancel(reason, origin);
  }

  #ended(future: Deferred): void {
    this.#remaining -= 1;
    const enough =
      this.#remaining === 0 ||
      this.#returnWhen === FIRST_COMPLETED ||
      (this.#returnWhen === FIRST_EXCEPTION && (future.flags & STATE) === REJECTED);
    if (enough) this.#finish();
  }

  #finish(): void {
    if (this.done()) return;
    this.#partition();
    this.#letGo();
    this.settle(FULFILLED, this.#result);
  }

  #letGo(): void {
    this.#timer?.cancel();
    for (const [future, waiter] of this.#waiters) release(future, this, waiter);
    this.#waiters.clear();
  }

  #partition(): void {
    if (this.cancelled()) return;
    const [done, pending] = this.#result;
    done.clear();
    pending.clear();
    for (const future of this.#futures) (future.done() ? done : pending).add(future);
  }
}

special(Waiting);
