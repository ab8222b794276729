/**
 * asyncio's queue before 3.4.4: an item is given to the waiting getter directly, and lost when that is cancelled before it
 * goes on (bpo-23812).
 */
import { getRunningLoop, type Future } from "tsyncio";
import type { Workload } from "../world.js";
import { traffic } from "../workloads/queues.js";

class BrokenQueue {
  readonly #items: number[] = [];
  #getters: Future<number>[] = [];

  empty(): boolean {
    return this.#items.length === 0;
  }

  full(): boolean {
    return false;
  }

  async put(item: number): Promise<void> {
    this.#getters = this.#getters.filter((getter) => !getter.done());
    const getter = this.#getters.shift();
    if (getter === undefined) this.#items.push(item);
    else getter.setResult(item);
  }

  async get(): Promise<number> {
    if (!this.empty()) return this.getNowait();
    const getter = getRunningLoop().createFuture<number>();
    this.#getters.push(getter);
    return await getter;
  }

  getNowait(): number {
    return this.#items.shift()!;
  }
}

export const workloads: readonly Workload[] = [traffic("Queue: unbounded", () => new BrokenQueue(), { small: true })];
