/**
 * `Condition`: waits for a change of something that a lock protects. Mirrors `asyncio.Condition`.
 *
 *     consumer:  await using _ = condition;  await condition.waitFor(() => items.length > 0);  items.shift();
 *     producer:  await using _ = condition;  items.push(1);  condition.notify();
 *
 * `wait` gives the lock away while it waits and has it again when it goes on: however it goes on. When the task is cancelled
 * there, it still takes the lock first (the block around it will release it), and if it had been notified, somebody else is
 * notified in its place.
 */
import type { Task } from "../../core/task.js";
import { LockStateError } from "./errors.js";
import { Held } from "./held.js";
import { Lock } from "./lock.js";
import type { PrimitiveOptions } from "./resource.js";
import { Waiters } from "./waiters.js";

/**
 * A lock with a place to wait for what it protects. Mirrors `asyncio.Condition`.
 *
 *     await using _ = condition;       // the lock is held until the end of the block
 *     await condition.waitFor(() => items.length > 0);
 */
export class Condition extends Held {
  readonly #lock: Lock;
  readonly #waiters = new Waiters(this);

  /**
   * @param lock the lock to use; one of its own when left out
   * @param options.name for messages
   */
  constructor(lock?: Lock | null, options: PrimitiveOptions = {}) {
    super(options);
    this.#lock = lock ?? new Lock(options);
  }

  /** Acquires its lock; see {@link Lock.acquire}. Mirrors `Condition.acquire`. */
  acquire(): Promise<true> {
    return this.#lock.acquire();
  }

  /** @internal */
  override take(): boolean {
    return this.#lock.take();
  }

  /** Releases its lock. Mirrors `Condition.release`. @throws {LockStateError} when that is not locked. */
  release(): void {
    this.#lock.release();
  }

  /** Whether its lock is held by somebody. Mirrors `Condition.locked`. */
  locked(): boolean {
    return this.#lock.locked();
  }

  /**
   * Releases the lock, waits until it is notified, and acquires the lock again. Mirrors `Condition.wait`. A coroutine: it
   * must be awaited.
   *
   * What was waited for may be gone again by then: look, or use {@link waitFor}. Throws `LockStateError` when the lock is not
   * held.
   */
  async wait(): Promise<true> {
    "use coroutine";
    this.#check("wait()");
    const waiter = this.#waiters.add(this.loop());
    this.#lock.release();
    let called = false;
    try {
      try {
        await waiter;
      } finally {
        called = this.#waiters.leave(waiter);
        await this.#lock.reacquire();
      }
    } catch (error) {
      // Was it notified for something it will not look at any more?
      if (called) this.#waiters.wake();
      throw error;
    }
    return true;
  }

  /**
   * Waits until `predicate` gives something truthy, and gives that; asks it at once, and after each notification. Mirrors
   * `Condition.wait_for`. A coroutine: it must be awaited. Throws `LockStateError` when it has to wait and the lock is not
   * held.
   */
  async waitFor<T>(predicate: () => T): Promise<T> {
    "use coroutine";
    let result = predicate();
    while (!result) {
      await this.wait();
      result = predicate();
    }
    return result;
  }

  /**
   * Lets `n` of those who wait go on, in the order in which they came (once they have the lock, which the caller holds). Mirrors
   * `Condition.notify`.
   *
   * @throws {LockStateError} when the lock is not held.
   */
  notify(n = 1): void {
    this.#check("notify()");
    for (let left = n; left > 0 && this.#waiters.wake(); left -= 1);
  }

  /** Lets all go on who wait. Mirrors `Condition.notify_all`. @throws {LockStateError} when the lock is not held. */
  notifyAll(): void {
    this.#check("notifyAll()");
    this.#waiters.wakeAll();
  }

  #check(what: string): void {
    if (this.#lock.locked()) return;
    throw new LockStateError(`${what} of ${this.describe()} needs its lock: acquire the condition first`);
  }

  /** @internal */
  override describe(): string {
    return this.named("condition");
  }

  /** @internal Nobody in particular will notify. */
  override owners(): readonly Task[] {
    return [];
  }

  /** For messages: `Condition [locked, waiters: 2]`. */
  override toString(): string {
    const waiting = this.#waiters.size;
    return `Condition [${this.locked() ? "locked" : "unlocked"}${waiting > 0 ? `, waiters: ${waiting}` : ""}]`;
  }
}
