/**
 * `CancelScope`: a block that can be cancelled by itself. Mirrors trio's `CancelScope`, which asyncio is to get.
 *
 *     await using scope = new CancelScope({ timeout: 500 });      from here to the end of the block
 *     …
 *     scope.cancel();                                             from anywhere: the block is left, code goes on behind it
 *
 *     await using _ = new CancelScope({ shield: true });          clean-up that a further cancellation does not cut short
 *
 * On leaving, the scope's own cancellation, and no other, ends: execution goes on after the block, and `cancelledCaught`
 * tells. (A `timeout` makes a `TimeoutError` of it instead.)
 */
import { asyncEnter, asyncExit } from "../core/disposal.js";
import { InvalidDelayError } from "../core/errors.js";
import type { EventLoop } from "../core/loop.js";
import { Scope } from "../core/scope.js";
import { enclosingTask } from "./enclosing-task.js";
import { ScopeStateError } from "./scope-state-error.js";

/** Options of {@link CancelScope}. */
export interface CancelScopeOptions {
  /** When it is cancelled, in milliseconds on the loop's clock; never when left out, null or Infinity. */
  readonly deadline?: number | null;
  /** How long the block may take, in milliseconds from entering it. With a deadline as well, the earlier one counts. */
  readonly timeout?: number | null;
  /** True: cancellations asked for outside wait until the block is left. */
  readonly shield?: boolean;
  /** True: once it is cancelled *every* await in the block throws, as in trio; false (default): the next one does. */
  readonly levelTriggered?: boolean;
}

/**
 * A block that can be cancelled by itself: code goes on after it, and `cancelledCaught` tells. Declared with `await using`;
 * {@link CancelScope.run} for callers that are not compiled. trio's `CancelScope`; asyncio has none.
 *
 *     await using scope = new CancelScope({ timeout: 500 });      // from here to the end of the block
 *     await using _ = new CancelScope({ shield: true });          // clean-up that a cancellation does not cut short
 */
export class CancelScope {
  readonly #scope = new Scope();
  readonly #timeout: number;
  #caught = false;

  /** @throws {InvalidDelayError} when `deadline` or `timeout` is NaN or no number */
  constructor(options: CancelScopeOptions = {}) {
    const { deadline = null, timeout = null, shield = false, levelTriggered = false } = options;
    this.#scope.deadline = checkTime("deadline", deadline);
    this.#timeout = checkTime("timeout", timeout);
    this.#scope.shield = shield;
    this.#scope.levelTriggered = levelTriggered;
  }

  /**
   * Cancels the block: what runs in it gets a `CancelledError` at its current or next await. Before the block is entered:
   * at its first await. Does nothing the second time, and after the block. Can be called from anywhere.
   * @param reason what the error carries
   */
  cancel(reason?: unknown): void {
    this.#scope.request(reason);
  }

  /** Whether `cancel` was called, or the deadline reached. */
  get cancelCalled(): boolean {
    return this.#scope.requested;
  }

  /** What `cancel` was given; undefined when nothing was. */
  get reason(): unknown {
    return this.#scope.reason;
  }

  /** Whether the block was left because of this scope's cancellation. */
  get cancelledCaught(): boolean {
    return this.#caught;
  }

  /** When the block is cancelled, in milliseconds on the loop's clock; Infinity for never. Can be moved at any time. */
  get deadline(): number {
    return this.#scope.deadline;
  }

  /** Moves it; null is no deadline. */
  set deadline(when: number) {
    this.#scope.deadline = checkTime("deadline", when);
  }

  /** Whether cancellations asked for outside wait until the block is left. Setting it to false lets them in. */
  get shield(): boolean {
    return this.#scope.shield;
  }

  /** Holds them back, or lets them in. */
  set shield(on: boolean) {
    this.#scope.shield = on;
  }

  /**
   * Runs `body` in this scope, as a task of its own: the form for callers that are not compiled. Gives what `body` gives;
   * undefined when the scope was cancelled. A native async function cannot be stopped: it goes on unobserved.
   */
  async run<T>(body: (scope: CancelScope) => PromiseLike<T> | T): Promise<T | undefined> {
    "use task";
    await using scope = this;
    return await body(scope);
  }

  /** Enters the block: called by compiled `await using`. @throws {ScopeStateError} outside a task, or the second time */
  [asyncEnter](): void {
    if (this.#scope.used) {
      throw new ScopeStateError("this cancel scope has already been entered: make a new one for each block");
    }
    const task = enclosingTask("a cancel scope");
    const limit = (task.loop as EventLoop).time() + this.#timeout;
    if (limit < this.#scope.deadline) this.#scope.deadline = limit;
    this.#scope.enter(task);
  }

  /** Leaves the block: called by compiled `await using`. True: its cancellation ends here. */
  [asyncExit](error?: unknown): boolean {
    this.#scope.leave();
    this.#caught = this.#scope.catches(error);
    return this.#caught;
  }

  /** Refuses: what is not compiled does not tell whether its block failed, which a scope must know. */
  [Symbol.asyncDispose](): never {
    throw new ScopeStateError(
      "`await using` of a cancel scope works in compiled code only: write `await new CancelScope().run(async (scope) => { … })` here",
    );
  }
}

function checkTime(what: string, value: unknown): number {
  if (value === null) return Infinity;
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw new InvalidDelayError(
    `a cancel scope's ${what} is a number of milliseconds, or null for none; got ${String(value)}`,
  );
}
