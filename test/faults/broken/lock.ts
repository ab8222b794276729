/**
 * asyncio's lock before 3.6.5: a waiter that is woken and then cancelled takes the wake-up with it (bpo-27585).
 */
import { getRunningLoop, type Future } from "tsyncio";
import type { Workload } from "../world.js";
import { lockOf } from "../workloads/locks.js";

class BrokenLock {
  readonly #waiters: Future<void>[] = [];
  #locked = false;

  locked(): boolean {
    return this.#locked;
  }

  async acquire(): Promise<void> {
    if (!this.#locked && this.#waiters.every((waiter) => waiter.cancelled())) {
      this.#locked = true;
      return;
    }
    const waiter = getRunningLoop().createFuture<void>();
    this.#waiters.push(waiter);
    try {
      await waiter;
      this.#locked = true;
    } finally {
      this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
    }
  }

  release(): void {
    this.#locked = false;
    this.#waiters.find((waiter) => !waiter.done())?.setResult();
  }
}

export const workloads: readonly Workload[] = [lockOf(() => new BrokenLock())];
