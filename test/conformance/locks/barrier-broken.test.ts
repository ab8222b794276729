import { Barrier, BrokenBarrierError, createTask, gather, sleep } from "tsyncio";
import { asyncTest } from "../support.js";
import { countOf, gatherTasks, makeTasks, N } from "./barriers.js";

/** Runs it; true when the barrier broke meanwhile. */
const breaks = async (body: () => Promise<unknown>): Promise<boolean> => {
  try {
    await body();
    return false;
  } catch (error) {
    if (error instanceof BrokenBarrierError) return true;
    throw error;
  }
};

const all = (count: number): true[] => Array<true>(count).fill(true);

describe("test_locks.BarrierTests", () => {
  asyncTest("test_reset_barrier_while_tasks_waiting", async () => {
    const barrier = new Barrier(N);
    const results: true[] = [];
    const tasks = makeTasks(N - 1, async () => {
      if (await breaks(() => barrier.wait())) results.push(true);
    });
    await sleep(0);
    createTask((async () => barrier.reset())());
    await gather(...tasks);
    expect(results).toEqual(all(N - 1));
    expect(barrier.nWaiting).toBe(0);
    expect(String(barrier)).not.toContain("resetting");
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_reset_barrier_when_tasks_half_draining", async () => {
    const barrier = new Barrier(N);
    const results: true[] = [];
    const rest = 2;
    await gatherTasks(N, async () => {
      if (await breaks(() => barrier.wait())) results.push(true);
      else if (countOf(barrier) === rest) barrier.reset();
    });
    expect(results).toEqual(all(rest));
    expect(barrier.nWaiting).toBe(0);
    expect(String(barrier)).not.toContain("resetting");
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_reset_barrier_when_tasks_half_draining_half_blocking", async () => {
    const barrier = new Barrier(N);
    const results1: true[] = [];
    const results2: true[] = [];
    const blocking = 2;
    let count = 0;
    await gatherTasks(N, async () => {
      if (await breaks(() => barrier.wait())) {
        // Those who still waited; they wait again.
        results1.push(true);
        await barrier.wait();
        return;
      }
      count += 1;
      if (count > blocking) {
        barrier.reset();
        await barrier.wait();
      } else if (await breaks(() => barrier.wait())) results2.push(true);
    });
    expect(results1).toEqual(all(blocking));
    expect(results2).toEqual([]);
    expect(barrier.nWaiting).toBe(0);
    expect(String(barrier)).not.toContain("resetting");
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_reset_barrier_while_tasks_waiting_and_waiting_again", async () => {
    const barrier = new Barrier(N);
    const results1: true[] = [];
    const results2: true[] = [];
    const tasks = makeTasks(N - 1, async () => {
      try {
        if (await breaks(() => barrier.wait())) results1.push(true);
      } finally {
        await barrier.wait();
        results2.push(true);
      }
    });
    // A task, as in the original: it runs when those are waiting.
    createTask((async () => barrier.reset())());
    await sleep(0);
    // Completes those who wait in `finally`.
    createTask(
      (async () => {
        await using _ = barrier;
        results2.push(true);
      })(),
    );
    await gather(...tasks);
    expect(barrier.broken).toBe(false);
    expect(results1).toEqual(all(N - 1));
    expect(results2).toEqual(all(N));
    expect(barrier.nWaiting).toBe(0);
  });

  asyncTest("test_reset_barrier_while_tasks_draining", async () => {
    const barrier = new Barrier(N);
    const results1: true[] = [];
    const results2: true[] = [];
    const results3: true[] = [];
    let count = 0;
    await gatherTasks(N, async () => {
      await barrier.wait();
      count += 1;
      if (count === N) {
        // The last one to leave.
        barrier.reset();
        await barrier.wait();
      } else {
        try {
          await barrier.wait();
          results1.push(true);
        } catch (error) {
          results2.push(true);
          throw error;
        }
      }
      await barrier.wait();
      results3.push(true);
    });
    expect(barrier.broken).toBe(false);
    expect(results1).toEqual(all(N - 1));
    expect(results2).toEqual([]);
    expect(results3).toEqual(all(N));
    expect(barrier.nWaiting).toBe(0);
  });

  asyncTest("test_abort_barrier_when_tasks_half_draining_half_blocking", async () => {
    const barrier = new Barrier(N);
    const results1: true[] = [];
    const results2: true[] = [];
    const blocking = 2;
    let count = 0;
    await gatherTasks(N, async () => {
      if (await breaks(() => barrier.wait())) {
        // It had not left yet.
        results1.push(true);
        return;
      }
      count += 1;
      if (count > blocking) barrier.abort();
      // It waited to come in again.
      else if (await breaks(() => barrier.wait())) results2.push(true);
    });
    expect(barrier.broken).toBe(true);
    expect(results1).toEqual(all(blocking));
    expect(results2).toEqual(all(N - blocking - 1));
    expect(barrier.nWaiting).toBe(0);
    expect(String(barrier)).not.toContain("resetting");
  });

  asyncTest("test_abort_barrier_when_exception", async () => {
    const barrier = new Barrier(N);
    const results1: true[] = [];
    const results2: true[] = [];
    await gatherTasks(N, async () => {
      try {
        const index = await barrier.wait();
        if (index === 2) throw new RangeError();
        await barrier.wait();
        results1.push(true);
      } catch (error) {
        if (error instanceof BrokenBarrierError) results2.push(true);
        else if (error instanceof RangeError) barrier.abort();
        else throw error;
      }
    });
    expect(barrier.broken).toBe(true);
    expect(results1).toEqual([]);
    expect(results2).toEqual(all(N - 1));
    expect(barrier.nWaiting).toBe(0);
  });

  asyncTest("test_abort_barrier_when_exception_then_resetting", async () => {
    const barrier1 = new Barrier(N);
    const barrier2 = new Barrier(N);
    const results1: true[] = [];
    const results2: true[] = [];
    const results3: true[] = [];
    await gatherTasks(N, async () => {
      try {
        const index = await barrier1.wait();
        if (index === 2) throw new RangeError();
        await barrier1.wait();
        results1.push(true);
      } catch (error) {
        if (error instanceof BrokenBarrierError) results2.push(true);
        else if (error instanceof RangeError) barrier1.abort();
        else throw error;
      }
      // Everybody has left before it is reset, and nobody comes before it was.
      const index = await barrier2.wait();
      if (index === 2) barrier1.reset();
      await barrier2.wait();
      await barrier1.wait();
      results3.push(true);
    });
    expect(barrier1.broken).toBe(false);
    expect(results1).toEqual([]);
    expect(results2).toEqual(all(N - 1));
    expect(results3).toEqual(all(N));
    expect(barrier1.nWaiting).toBe(0);
  });
});
