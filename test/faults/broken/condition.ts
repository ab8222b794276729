/**
 * asyncio's condition before 3.12.1: who was notified and is cancelled before having the lock again takes the notification
 * with it (gh-112202).
 */
import { getRunningLoop, isCancelled, Lock, type Future } from "tsyncio";
import type { Workload } from "../world.js";
import { conditionOf } from "../workloads/conditions.js";

class BrokenCondition {
  readonly #lock = new Lock();
  readonly #waiters: Future<void>[] = [];

  acquire(): Promise<true> {
    return this.#lock.acquire();
  }

  release(): void {
    this.#lock.release();
  }

  locked(): boolean {
    return this.#lock.locked();
  }

  async wait(): Promise<void> {
    this.release();
    const waiter = getRunningLoop().createFuture<void>();
    this.#waiters.push(waiter);
    try {
      await waiter;
    } finally {
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
      let cancelled: unknown;
      for (;;) {
        try {
          await this.acquire();
          break;
        } catch (error) {
          if (!isCancelled(error)) throw error;
          cancelled = error;
        }
      }
      if (cancelled !== undefined) throw cancelled;
    }
  }

  notify(): void {
    this.#waiters.find((waiter) => !waiter.done())?.setResult();
  }
}

export const workloads: readonly Workload[] = [conditionOf(() => new BrokenCondition())];
