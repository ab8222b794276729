import { ArgumentError, Barrier, CancelledError, createTask, gather, sleep, wait, type Task } from "tsyncio";
import { assertRaises, asyncTest } from "../support.js";
import { gatherTasks, N } from "./barriers.js";

describe("test_locks.BarrierTests", () => {
  asyncTest("test_repr", async () => {
    const barrier = new Barrier(N);
    expect(String(barrier)).toContain("filling");
    const waiters: Task<number>[] = [];
    const more = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) waiters.push(createTask(barrier.wait()));
      await sleep(0);
    };
    await more(2);
    expect(String(barrier)).toContain(`waiters: 2/${N}`);
    expect(String(barrier)).toContain("filling");
    // Those that are missing.
    await more(barrier.parties - barrier.nWaiting);
    expect(String(barrier)).toContain("draining");
    await more(2);
    barrier.reset();
    expect(String(barrier)).toContain("resetting");
    await more(2);
    barrier.abort();
    expect(String(barrier)).toContain("broken");
    expect(barrier.broken).toBe(true);
    await gather(...waiters, { returnExceptions: true });
  });

  test("test_barrier_parties", () => {
    expect(() => new Barrier(0)).toThrow(ArgumentError);
    expect(() => new Barrier(-4)).toThrow(ArgumentError);
    expect(new Barrier(N)).toBeInstanceOf(Barrier);
  });

  asyncTest("test_context_manager", async () => {
    const barrier = new Barrier(3);
    const results: number[] = [];
    await gatherTasks(3, async () => {
      // The index comes from wait(); a declaration has none.
      results.push(await barrier.wait());
      await using _ = barrier;
    });
    expect(results.sort()).toEqual([0, 1, 2]);
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_filling_one_task", async () => {
    const barrier = new Barrier(1);
    const f = async (): Promise<boolean> => {
      await using _ = barrier;
      return true;
    };
    expect(await f()).toBe(true);
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_filling_one_task_twice", async () => {
    const barrier = new Barrier(1);
    const t1 = createTask(barrier.wait());
    await sleep(0);
    expect(barrier.nWaiting).toBe(0);
    const t2 = createTask(barrier.wait());
    await sleep(0);
    expect(t1.result()).toBe(t2.result());
    expect(t1.done()).toBe(t2.done());
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_filling_task_by_task", async () => {
    const barrier = new Barrier(3);
    const t1 = createTask(barrier.wait());
    await sleep(0);
    expect(barrier.nWaiting).toBe(1);
    expect(String(barrier)).toContain("filling");
    const t2 = createTask(barrier.wait());
    await sleep(0);
    expect(barrier.nWaiting).toBe(2);
    expect(String(barrier)).toContain("filling");
    const t3 = createTask(barrier.wait());
    await sleep(0);
    await wait([t1, t2, t3]);
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_filling_tasks_wait_twice", async () => {
    const barrier = new Barrier(N);
    const results: boolean[] = [];
    await gatherTasks(N, async () => {
      await using _first = barrier;
      results.push(true);
      await using _second = barrier;
      results.push(false);
    });
    expect(results.filter((result) => result)).toHaveLength(N);
    expect(results.filter((result) => !result)).toHaveLength(N);
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_filling_tasks_check_return_value", async () => {
    const barrier = new Barrier(N);
    const results1: boolean[] = [];
    const results2: boolean[] = [];
    const indices = await gatherTasks(N, async () => {
      await barrier.wait();
      results1.push(true);
      const index = await barrier.wait();
      results2.push(true);
      return index;
    });
    expect(results1).toEqual(Array(N).fill(true));
    expect(results2).toEqual(Array(N).fill(true));
    expect([...indices].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_draining_state", async () => {
    const barrier = new Barrier(N);
    const results: boolean[] = [];
    await gatherTasks(N, async () => {
      await using _ = barrier;
      // It fills again once the last one is released.
      results.push(String(barrier).includes("draining"));
    });
    expect(results).toEqual([true, true, true, true, false]);
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_blocking_tasks_while_draining", async () => {
    const barrier = new Barrier(N);
    const others = new Barrier(N - 2);
    let rewait = 2;
    // A success means that `others` was waited for exactly three times.
    await gatherTasks(N, async () => {
      await barrier.wait();
      if (rewait > 0) {
        // These two wait again.
        rewait -= 1;
        await barrier.wait();
      } else {
        // The others wait until it has drained.
        await others.wait();
        await barrier.wait();
      }
    });
  });

  asyncTest("test_filling_tasks_cancel_one", async () => {
    const barrier = new Barrier(3);
    const results: boolean[] = [];
    const coro = async (): Promise<void> => {
      await barrier.wait();
      results.push(true);
    };
    const t1 = createTask(coro());
    await sleep(0);
    expect(barrier.nWaiting).toBe(1);
    const t2 = createTask(coro());
    await sleep(0);
    expect(barrier.nWaiting).toBe(2);

    t1.cancel();
    await sleep(0);
    expect(barrier.nWaiting).toBe(1);
    await assertRaises(CancelledError, t1);
    expect(t1.cancelled()).toBe(true);

    const t3 = createTask(coro());
    await sleep(0);
    expect(barrier.nWaiting).toBe(2);
    const t4 = createTask(coro());
    await gather(t2, t3, t4);
    expect(results).toEqual([true, true, true]);
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_reset_barrier", async () => {
    const barrier = new Barrier(1);
    barrier.reset();
    await sleep(0);
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(false);
  });

  asyncTest("test_abort_barrier", async () => {
    const barrier = new Barrier(1);
    barrier.abort();
    await sleep(0);
    expect(barrier.nWaiting).toBe(0);
    expect(barrier.broken).toBe(true);
  });
});
