/**
 * `Semaphore` and `BoundedSemaphore`: a number of tasks at a time. Mirror asyncio's, which are fair.
 */
import { ArgumentError } from "../argument-error.js";
import { LockStateError } from "./errors.js";
import { Held } from "./held.js";
import { Line } from "./line.js";
import type { PrimitiveOptions } from "./resource.js";

/**
 * So many permits: `acquire` takes one and waits when there is none, `release` gives one back (or adds one). Mirrors
 * `asyncio.Semaphore`.
 *
 *     const downloads = new Semaphore(4);
 *     await using _ = downloads;       // a permit until the end of the block
 *
 * Permits go to those who wait in the order in which they came.
 */
export class Semaphore extends Held {
  #permits: number;
  readonly #line = new Line(this, () => this.#permits);

  /**
   * @param value how many permits there are at first; 1 when left out
   * @param options.name for messages
   * @throws {ArgumentError} when the value is no number, or negative.
   */
  constructor(value = 1, options?: PrimitiveOptions) {
    super(options);
    if (!(value >= 0))
      throw new ArgumentError(`a semaphore needs a number of permits, 0 or more; got ${String(value)}`);
    this.#permits = value;
  }

  /** How many permits are there that nobody was called for. */
  get value(): number {
    return this.#line.unclaimed;
  }

  /** Whether `acquire` would have to wait. Mirrors `Semaphore.locked`. */
  locked(): boolean {
    return !this.#line.free;
  }

  /**
   * Waits for a permit, and takes it. Mirrors `Semaphore.acquire`. A coroutine: it must be awaited. Throws `ForeignLoopError` when tasks of another loop
   * have waited for this semaphore.
   */
  async acquire(): Promise<true> {
    "use coroutine";
    if (!this.#line.free) await this.#line.enter(this.loop());
    this.#permits -= 1;
    this.#line.call();
    return true;
  }

  /** @internal */
  override take(): boolean {
    if (!this.#line.free) return false;
    this.#permits -= 1;
    return true;
  }

  /** Gives a permit back; there may be more than at first afterwards. Mirrors `Semaphore.release`. */
  release(): void {
    this.#permits += 1;
    this.#line.call();
  }

  /** @internal How many permits are there, called for or not. */
  protected get permits(): number {
    return this.#permits;
  }

  /** @internal */
  override describe(): string {
    return this.named("semaphore");
  }

  /** For messages: `Semaphore [unlocked, value: 1]`. */
  override toString(): string {
    const waiting = this.#line.size;
    const state = this.locked() ? "locked" : `unlocked, value: ${this.value}`;
    return `${this.constructor.name} [${state}${waiting > 0 ? `, waiters: ${waiting}` : ""}]`;
  }
}

/**
 * A semaphore that never has more permits than at first: giving back one too many is an error, which finds bugs. Mirrors
 * `asyncio.BoundedSemaphore`.
 */
export class BoundedSemaphore extends Semaphore {
  readonly #bound: number;

  /** See {@link Semaphore}. */
  constructor(value = 1, options?: PrimitiveOptions) {
    super(value, options);
    this.#bound = value;
  }

  /** Gives a permit back. @throws {LockStateError} when all are there already. */
  override release(): void {
    if (this.permits >= this.#bound) {
      throw new LockStateError(`${this.describe()} was released more often than acquired`);
    }
    super.release();
  }
}
