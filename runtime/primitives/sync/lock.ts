/**
 * `Lock`: one task at a time. Mirrors `asyncio.Lock`: it belongs to nobody (any task may release it) and is fair.
 */
import type { Task } from "../../core/task.js";
import { isCancelled } from "../../core/errors.js";
import { LockStateError } from "./errors.js";
import { Held } from "./held.js";
import { Line } from "./line.js";
import { actingTask, type PrimitiveOptions } from "./resource.js";

/**
 * A mutual exclusion lock for tasks. Mirrors `asyncio.Lock`.
 *
 *     await using _ = lock;            // held until the end of the block
 *
 * Those who wait get it in the order in which they came; a task that is cancelled while it waits leaves the line, and what
 * it was about to get goes to the next. Not for threads, and not reentrant: a task that acquires it twice waits for itself.
 */
export class Lock extends Held {
  #locked = false;
  #owner: Task | null = null;
  readonly #line = new Line(this, () => (this.#locked ? 0 : 1));

  /** @param options.name for messages */
  constructor(options?: PrimitiveOptions) {
    super(options);
  }

  /** Whether somebody holds it. Mirrors `Lock.locked`. */
  locked(): boolean {
    return this.#locked;
  }

  /**
   * Waits until it is free, and takes it. Release it in a `finally`, or declare it with `await using` instead. Mirrors
   * `Lock.acquire`.
   *
   * A coroutine: it must be awaited. Throws `ForeignLoopError` when tasks of another loop have waited for this lock.
   */
  async acquire(): Promise<true> {
    "use coroutine";
    if (!this.#line.free) await this.#line.enter(this.loop());
    this.#grant();
    return true;
  }

  /** @internal */
  override take(): boolean {
    if (!this.#line.free) return false;
    this.#grant();
    return true;
  }

  /**
   * Gives it to the first of those who wait, or leaves it free. Mirrors `Lock.release`.
   *
   * @throws {LockStateError} when it is not locked.
   */
  release(): void {
    if (!this.#locked) throw new LockStateError(`${this.describe()} was released, but nobody had acquired it`);
    this.#locked = false;
    this.#owner = null;
    this.#line.call();
  }

  /**
   * @internal Takes it again for `Condition.wait`, also when the task is cancelled meanwhile: that is thrown once it has it.
   */
  async reacquire(): Promise<void> {
    "use coroutine";
    if (this.take()) return;
    const waiter = this.#line.add(this.loop(), true);
    let interruption: { readonly error: unknown } | undefined;
    do {
      try {
        await waiter;
      } catch (error) {
        if (!isCancelled(error)) throw error;
        interruption = { error };
      }
    } while (!waiter.done());
    this.#line.leave(waiter);
    this.#grant();
    if (interruption !== undefined) throw interruption.error;
  }

  #grant(): void {
    this.#locked = true;
    this.#owner = actingTask();
  }

  /** @internal */
  override describe(): string {
    return this.named("lock");
  }

  /** @internal */
  override owners(): readonly Task[] {
    return this.#owner === null ? [] : [this.#owner];
  }

  /** For messages: `Lock [locked, waiters: 2]`. */
  override toString(): string {
    const waiting = this.#line.size;
    return `Lock [${this.#locked ? "locked" : "unlocked"}${waiting > 0 ? `, waiters: ${waiting}` : ""}]`;
  }
}
