/**
 * asyncio's wait_for before 3.12: it runs the awaitable in a task of its own, and when the time is over (or the caller is
 * cancelled) just as that has ended, its result is dropped (gh-86296, bpo-37658).
 */
import { createTask, FIRST_COMPLETED, TimeoutError, wait } from "tsyncio";
import type { Workload } from "../world.js";
import { limitedBy } from "../workloads/queues.js";

async function brokenWaitFor<T>(awaitable: PromiseLike<T>, limit: number): Promise<T> {
  const task = createTask(awaitable);
  try {
    const [done] = await wait([task], { timeout: limit, returnWhen: FIRST_COMPLETED });
    if (done.size > 0) return task.result();
  } finally {
    task.cancel();
  }
  throw new TimeoutError("the time is over");
}

export const workloads: readonly Workload[] = [limitedBy(brokenWaitFor)];
