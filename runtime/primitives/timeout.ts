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
import type { EventLoop } from "../core/loop.js";
import { Scope } from "../core/scope.js";
import { enclosingTask } from "./enclosing-task.js";
import { ScopeStateError } from "./scope-state-error.js";

/**
 * A scope that ends with `TimeoutError` when it takes longer than `delay` milliseconds, counted from this call. `null` for
 * no limit yet (see {@link Timeout.reschedule}). Mirrors `asyncio.timeout`.
 *
 *     await using _ = timeout(500);                       // from here to the end of the block
 *     await timeout(500).run(async (scope) => { … });     // the same for callers that are not compiled
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
 * `null` for no limit yet. Mirrors `asyncio.timeout_at`.
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
  readonly #scope = new Scope();
  #when: number | null;
  /** When the limit began to count; undefined for a plain deadline. */
  readonly #start: number | undefined;
  /** The limit in milliseconds, counted from there. */
  #delay: number | undefined;

  /** @internal Use `timeout` or `timeoutAt`. */
  constructor(when: number | null, start?: number, delay?: number) {
    this.#when = when;
    this.#start = start;
    this.#delay = delay;
    this.#scope.deadline = when ?? Infinity;
  }

  get #state(): State {
    if (!this.#scope.used) return "created";
    if (this.#scope.active) return this.#scope.expired ? "expiring" : "active";
    return this.#scope.expired ? "expired" : "finished";
  }

  /** The deadline, in milliseconds on the loop's clock; null when there is none. Mirrors `Timeout.when`. */
  when(): number | null {
    return this.#when;
  }

  /** Whether the time was over before the block was left. Mirrors `Timeout.expired`. */
  expired(): boolean {
    return this.#scope.expired;
  }

  /**
   * Moves the deadline, to `when` milliseconds on the loop's clock, or takes it away (null). Mirrors `Timeout.reschedule`.
   *
   * @throws {ScopeStateError} unless the block is being executed and its time is not over.
   * @throws {InvalidDelayError} when the time is NaN or no number.
   */
  reschedule(when: number | null): void {
    const state = this.#state;
    if (state === "created") {
      throw new ScopeStateError("this timeout has not been entered: declare it with `await using` first");
    }
    if (state !== "active") {
      throw new ScopeStateError(`this timeout is ${state}: its deadline cannot be moved any more`);
    }
    if (when !== null) checkTime(when, "reschedule needs a time in milliseconds on the loop's clock or null");
    this.#when = when;
    if (this.#start !== undefined && when !== null) this.#delay = Math.max(0, Math.round(when - this.#start));
    this.#scope.deadline = when ?? Infinity;
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
  [asyncEnter](): void {
    if (this.#scope.used) {
      throw new ScopeStateError("this timeout has already been entered: make a new one for each block");
    }
    this.#scope.enter(enclosingTask("a timeout"));
  }

  /** Leaves the scope: called by compiled `await using`. @throws {TimeoutError} instead of its own cancellation */
  [asyncExit](error?: unknown): void {
    this.#scope.leave();
    if (!this.#scope.expired) return;
    if (this.#scope.catches(error)) throw this.#timeoutError(error);
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

  /** For people: `<Timeout [active] when=500>`. */
  toString(): string {
    const state = this.#state;
    return `<Timeout [${state}]${state === "active" ? ` when=${String(this.#when)}` : ""}>`;
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
