/**
 * `asCompleted`: several awaitables, in the order in which they end. Mirrors `asyncio.as_completed` of 3.13 and later.
 *
 *     for await (const task of asCompleted(tasks, { timeout: 500 })) console.log(names.get(task), await task);
 *
 * Asynchronous iteration gives the futures themselves, which have ended then (a task for each coroutine), so that they can
 * be told apart. Plain iteration gives coroutines, each of which gives the result of the next one to end:
 *
 *     for (const next of asCompleted(tasks)) console.log(await next);
 *
 * It never cancels anything. While somebody waits for the next one, it counts as one consumer of what has not ended. It can be
 * left and iterated further later on.
 */
import type { Deferred, Waiter } from "../core/deferred.js";
import { TimeoutError } from "../core/errors.js";
import { Future } from "../core/future.js";
import type { TimerHandle } from "../core/handle.js";
import type { EventLoop } from "../core/loop.js";
import type { Task } from "../core/task.js";
import { ArgumentError } from "./argument-error.js";
import { startAll } from "./start-all.js";

/** Options of {@link asCompleted}. */
export interface AsCompletedOptions {
  /** How many milliseconds all of them may take; without limit when left out or null. */
  readonly timeout?: number | null;
}

/** What asynchronous iteration gives for an awaitable: itself, when it is a future or task; else the task made of it. */
export type Completed<A> = A extends Future<unknown> ? A : Task<Awaited<A>>;

/**
 * Runs the awaitables concurrently and gives them in the order in which they end. When the time is over, each that has not
 * ended gives a `TimeoutError` in its place; nothing is cancelled. Mirrors `asyncio.as_completed`.
 *
 *     for await (const task of asCompleted(tasks, { timeout: 500 })) console.log(names.get(task), await task);
 *     for (const next of asCompleted(tasks)) console.log(await next);
 *
 * @throws {ArgumentError} when it is not given several awaitables
 * @throws {ForeignLoopError} when they belong to different loops
 */
export function asCompleted<A extends PromiseLike<unknown>>(
  awaitables: Iterable<A>,
  options: AsCompletedOptions = {},
): AsCompleted<A> {
  if (typeof awaitables !== "object" || awaitables === null || "then" in awaitables) {
    throw new ArgumentError("asCompleted needs several awaitables, in an array or a set: asCompleted([task])");
  }
  return new AsCompleted<A>(awaitables, options.timeout ?? null);
}

/** In the place of a future that did not end in time. */
const LATE = Symbol("late");

type Ended = Deferred | typeof LATE;

function inTime(ended: Ended): Deferred {
  if (ended === LATE) throw new TimeoutError("it did not end within the time given to asCompleted");
  return ended;
}

class Arrival implements Waiter {
  private readonly source: Deferred;
  private readonly iterator: { arrived(source: Deferred): void; readonly waited: boolean };

  constructor(source: Deferred, iterator: Arrival["iterator"]) {
    this.source = source;
    this.iterator = iterator;
  }

  run(): void {
    this.iterator.arrived(this.source);
  }

  consumerKey(): object | null {
    return this.iterator.waited ? this.iterator : null;
  }
}

/** See {@link asCompleted}: an iterator of either kind, which can be resumed. */
export class AsCompleted<A extends PromiseLike<unknown>> implements AsyncIterableIterator<Completed<A>, undefined> {
  readonly #loop: EventLoop;
  readonly #todo = new Map<Deferred, Arrival>();
  readonly #ready: Ended[] = [];
  /** Those who wait for the next one, oldest first. */
  readonly #waiting: Future<Ended>[] = [];
  /** How many have been asked for. */
  #asked = 0;
  readonly #count: number;
  #timer: TimerHandle | undefined;

  /** @internal */
  constructor(awaitables: Iterable<A>, timeout: number | null) {
    const { loop, futures } = startAll("asCompleted", [...new Set<unknown>(awaitables)]);
    this.#loop = loop as EventLoop;
    this.#count = futures.length;
    const self = this;
    const iterator = {
      arrived: (source: Deferred): void => this.#arrived(source),
      get waited(): boolean {
        return self.#waiting.some((slot) => !slot.done());
      },
    };
    for (const future of futures) {
      const arrival = new Arrival(future, iterator);
      this.#todo.set(future, arrival);
      future.subscribe(arrival);
    }
    if (futures.length > 0 && timeout !== null) this.#timer = this.#loop.callLater(timeout, () => this.#expire());
  }

  /** How many have not been asked for yet. */
  get remaining(): number {
    return this.#count - this.#asked;
  }

  /** The next one to end. Rejects with `TimeoutError` when the time is over. */
  async next(): Promise<IteratorResult<Completed<A>, undefined>> {
    // A part of the task that awaits it: nothing comes between taking the next one and having it.
    "use coroutine";
    if (this.remaining === 0) return { value: undefined, done: true };
    this.#asked += 1;
    const slot = this.#slot();
    let received = false;
    try {
      const ended = await slot;
      received = true;
      return { value: inTime(ended) as unknown as Completed<A>, done: false };
    } finally {
      if (!received) this.#giveBack(slot);
    }
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Plain iteration: a coroutine for each of those left, with the result of the next one to end. */
  *[Symbol.iterator](): IterableIterator<PromiseLike<Awaited<A>>> {
    while (this.remaining > 0) {
      this.#asked += 1;
      yield this.#nextResult();
    }
  }

  async #nextResult(): Promise<Awaited<A>> {
    "use coroutine";
    const ended = inTime(await this.#slot());
    return ended.result() as Awaited<A>;
  }

  /** Done with the next one to end. */
  #slot(): Future<Ended> {
    const slot = new Future<Ended>({ loop: this.#loop });
    const ready = this.#ready.shift();
    if (ready === undefined) this.#waiting.push(slot);
    else slot.setResult(ready);
    return slot;
  }

  /** Who asked was cancelled: the next one is somebody else's. */
  #giveBack(slot: Future<Ended>): void {
    this.#asked -= 1;
    if (slot.done() && !slot.cancelled()) this.#hand(slot.result(), true);
  }

  #arrived(source: Deferred): void {
    if (!this.#todo.delete(source)) return;
    this.#hand(source);
    if (this.#todo.size === 0) this.#end();
  }

  #expire(): void {
    const late = this.#todo.size;
    this.#end();
    for (let i = 0; i < late; i += 1) this.#hand(LATE);
  }

  #hand(next: Ended, first = false): void {
    let waiting: Future<Ended> | undefined;
    do waiting = this.#waiting.shift();
    while (waiting?.done() === true);
    if (waiting !== undefined) waiting.setResult(next);
    else if (first) this.#ready.unshift(next);
    else this.#ready.push(next);
  }

  #end(): void {
    this.#timer?.cancel();
    for (const [source, arrival] of this.#todo) source.unsubscribe(arrival);
    this.#todo.clear();
  }
}
