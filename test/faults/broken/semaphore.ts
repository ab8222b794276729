/**
 * asyncio's semaphore of 3.10.5: when the one that was woken is cancelled and nobody else waits, "somebody was woken" stays
 * set for ever, and nobody gets a permit any more (gh-90155).
 */
import { getRunningLoop, type Future } from "tsyncio";
import type { Workload } from "../world.js";
import { semaphoreOf } from "../workloads/locks.js";

class BrokenSemaphore {
  #value: number;
  #waiters: Future<void>[] = [];
  #wakeupScheduled = false;

  constructor(value: number) {
    this.#value = value;
  }

  locked(): boolean {
    return this.#wakeupScheduled || this.#value === 0;
  }

  async acquire(): Promise<void> {
    while (this.#wakeupScheduled || this.#value <= 0) {
      const waiter = getRunningLoop().createFuture<void>();
      this.#waiters.push(waiter);
      try {
        await waiter;
        this.#wakeupScheduled = false;
      } catch (error) {
        this.#wakeUpNext();
        throw error;
      }
    }
    this.#value -= 1;
  }

  release(): void {
    this.#value += 1;
    this.#wakeUpNext();
  }

  #wakeUpNext(): void {
    for (let waiter = this.#waiters.shift(); waiter !== undefined; waiter = this.#waiters.shift()) {
      if (waiter.done()) continue;
      waiter.setResult();
      this.#wakeupScheduled = true;
      return;
    }
  }
}

export const workloads: readonly Workload[] = [semaphoreOf((value) => new BrokenSemaphore(value))];
