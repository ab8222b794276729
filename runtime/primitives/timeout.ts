/**
 * `timeout` and `timeoutAt`: a block that may not take longer. Mirror `asyncio.timeout` and `asyncio.timeout_at`, in
 * milliseconds.
 *
 *     await using _ = timeout(500);                       from here to the end of the block
 *     await timeout(500).run(async (scope) => { … });     the same for callers that are not compiled
 *
 * When the time is over the task is cancelled; on leaving the block that cancellation, and no other, becomes a
 * `TimeoutError`. So a `catch` around the block sees the timeout, and a cancellation from outside goes through.
 *
 *     created ──enter──▶ active ──time is over──▶ expiring ──leave──▶ expired
 *                          └──────leave──────────────────────────────▶ finished
 *
 * As in asyncio the time is over at the earliest at the body's first await: a body that never waits never times out.
 */
import { currentLoop } from "../core/ambient.js";
import { asyncEnter, asyncExit } from "../core/disposal.js";
import { InvalidDelayError, isCancelled, TimeoutError } from "../core/errors.js";
import type { Handle } from "../core/handle.js";
import type { EventLoop } from "../core/loop.js";
import { enclosingTask } from "./enclosing-task.js";
import { Interruption } from "./interruption.js";
import { ScopeStateError } from "./scope-state-error.js";
import { Turn } from "./turn.js";

/**
 * A scope that ends with `TimeoutError` when it takes longer than `delay` milliseconds, counted from this call. `null` for
 * no limit yet (see {@link Timeout.reschedule}).
 *
 * @throws {InvalidDelayError} when the delay is NaN or no number.
 */
export function timeout(delay: number | null): Timeout {
  if (delay === null) return new Timeout(null);
  checkTime(delay, "timeout needs a number of milliseconds or null");
  const now = (currentLoop() as EventLoop).time();
  return new Timeout(now + delay, now, delay);
}

/**
 * A scope that ends with `TimeoutError` when it lasts beyond `when`, in milliseconds on the loop's clock (`loop.time()`).
 * `null` for no limit yet.
 *
 * @throws {InvalidDelayError} when the time is NaN or no number.
 */
export function timeoutAt(when: number | null): Timeout {
  if (when !== null) checkTime(when, "timeoutAt needs a time in milliseconds on the loop's clock or null");
  return new Timeout(when);
}

type State = "created" | "active" | "expiring" | "expired" | "finished";

/** A block with a deadline. Made by {@link timeout} and {@link timeoutAt}; mirrors `asyncio.Timeout`. */
export class Timeout {
  #state: State = "created";
  #when: number | null;
  /** When the limit began to count; undefined for a plain deadline. */
  readonly #start: number | undefined;
  /** The limit in milliseconds, counted from there. */
  #delay: number | undefined;
  #interruption: Interruption | undefined;
  #armed = false;
  #handle: Handle | undefined;

  /** @internal Use `timeout` or `timeoutAt`. */
  constructor(when: number | null, start?: number, delay?: number) {
    this.#when = when;
    this.#start = start;
    this.#delay = delay;
  }

  /** The deadline, in milliseconds on the loop's clock; null when there is none. */
  when(): number | null {
    return this.#when;
  }

  /** Whether the time was over before the block was left. */
  expired(): boolean {
    return this.#state === "expiring" || this.#state === "expired";
  }

  /**
   * Moves the deadline, to `when` milliseconds on the loop's clock, or takes it away (null).
   *
   * @throws {ScopeStateError} unless the block is being executed and its time is not over.
   * @throws {InvalidDelayError} when the time is NaN or no number.
   */
  reschedule(when: number | null): void {
    if (this.#state === "created") {
      throw new ScopeStateError("this timeout was not entered: declare it with `await using` first");
    }
    if (this.#state !== "active") {
      throw new ScopeStateError(`this timeout is ${this.#state}: its deadline cannot be moved any more`);
    }
    if (when !== null) checkTime(when, "reschedule needs a time in milliseconds on the loop's clock or null");
    this.#when = when;
    if (this.#start !== undefined && when !== null) this.#delay = Math.max(0, Math.round(when - this.#start));
    if (this.#armed) this.#arm();
  }

  /**
   * Runs `body` in this scope, as a task of its own: the form for callers that are not compiled. Gives what `body` gives.
   *
   * Rejects with `TimeoutError` when the time is over. A native async function cannot be stopped: it goes on unobserved.
   */
  async run<T>(body: (scope: Timeout) => PromiseLike<T> | T): Promise<T> {
    "use task";
    await using scope = this;
    return await body(scope);
  }

  /** Enters the scope: called by compiled `await using`. @throws {ScopeStateError} outside a task, or the second time */
  [asyncEnter](): PromiseLike<this> {
    if (this.#state !== "created") {
      throw new ScopeStateError("this timeout was entered before: make a new one for each block");
    }
    const task = enclosingTask("a timeout");
    this.#interruption = new Interruption(task);
    this.#state = "active";
    // The clock's alarm is set when the body goes on, so that it cannot go off at the declaration itself.
    return new Turn(task.loop, this, () => {
      this.#armed = true;
      this.#arm();
    });
  }

  /** Leaves the scope: called by compiled `await using`. @throws {TimeoutError} instead of its own cancellation */
  [asyncExit](error?: unknown): void {
    this.#handle?.cancel();
    this.#handle = undefined;
    if (this.#state !== "expiring") {
      this.#state = "finished";
      return;
    }
    this.#state = "expired";
    if (this.#interruption?.leave(error) === true) throw this.#timeoutError(error);
    if (error instanceof Error && !isCancelled(error)) {
      this.#noteTimeout(error);
      if (error instanceof AggregateError) error.errors.forEach((member) => this.#noteTimeout(member));
    }
  }

  /** Refuses: what is not compiled does not tell whether its block failed, which a timeout must know. */
  [Symbol.asyncDispose](): never {
    throw new ScopeStateError(
      "`await using` of a timeout works in compiled code only: write `await timeout(ms).run(async () => { … })` here",
    );
  }

  #arm(): void {
    this.#handle?.cancel();
    this.#handle = undefined;
    if (this.#when === null || this.#when === Infinity) return;
    const loop = this.#interruption?.task.loop as EventLoop;
    const expire = (): void => this.#expire();
    this.#handle = this.#when <= loop.time() ? loop.callSoon(expire) : loop.callAt(this.#when, expire);
  }

  #expire(): void {
    this.#handle = undefined;
    this.#state = "expiring";
    this.#interruption?.request();
  }

  #timeoutError(cause: unknown): TimeoutError {
    const limit = this.#delay === undefined ? "its deadline" : `${this.#delay} ms`;
    return new TimeoutError(`took longer than ${limit}`, { cause });
  }

  /** Another error replaced our cancellation on the way out: the timeout is put into its chain of causes. */
  #noteTimeout(error: unknown): void {
    const seen = new Set<unknown>();
    for (let at = error; at instanceof Error && !seen.has(at); at = at.cause) {
      seen.add(at);
      if (isCancelled(at.cause)) {
        at.cause = this.#timeoutError(at.cause);
        return;
      }
    }
  }
}

function checkTime(value: unknown, message: string): void {
  if (typeof value === "number" && !Number.isNaN(value)) return;
  throw new InvalidDelayError(`${message}; got ${String(value)}`);
}
