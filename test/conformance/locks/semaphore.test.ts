import {
  ArgumentError,
  BoundedSemaphore,
  CancelledError,
  createTask,
  gather,
  getRunningLoop,
  isCancelled,
  LockStateError,
  Semaphore,
  sleep,
  TaskGroup,
  waitFor,
  type Task,
} from "tsyncio";
import { assertRaises, asyncTest } from "../support.js";

/** Acquires and notes it. */
const taker = (semaphore: Semaphore, result: number[]) => {
  return async (n: number): Promise<boolean> => {
    await semaphore.acquire();
    result.push(n);
    return true;
  };
};

describe("test_locks.SemaphoreTests", () => {
  test("test_initial_value_zero", () => {
    expect(new Semaphore(0).locked()).toBe(true);
  });

  asyncTest("test_repr", async () => {
    const semaphore = new Semaphore();
    expect(String(semaphore)).toMatch(/\[unlocked, value: 1\]$/);
    await semaphore.acquire();
    expect(String(semaphore)).toMatch(/\[locked\]$/);
    const first = createTask(semaphore.acquire());
    await sleep(0);
    expect(String(semaphore)).toContain("waiters: 1");
    const second = createTask(semaphore.acquire());
    await sleep(0);
    expect(String(semaphore)).toContain("waiters: 2");
    semaphore.release();
    semaphore.release();
    await first;
    await second;
  });

  test("test_semaphore_value", () => {
    expect(() => new Semaphore(-1)).toThrow(ArgumentError);
  });

  asyncTest("test_acquire", async () => {
    const semaphore = new Semaphore(3);
    const result: number[] = [];
    expect(await semaphore.acquire()).toBe(true);
    expect(await semaphore.acquire()).toBe(true);
    expect(semaphore.locked()).toBe(false);

    const taking = taker(semaphore, result);
    const t1 = createTask(taking(1));
    const t2 = createTask(taking(2));
    const t3 = createTask(taking(3));
    await sleep(0);
    expect(result).toEqual([1]);
    expect(semaphore.locked()).toBe(true);
    expect(String(semaphore)).toContain("waiters: 2");
    expect(semaphore.value).toBe(0);

    const t4 = createTask(taking(4));
    semaphore.release();
    semaphore.release();
    expect(semaphore.value).toBe(0);

    await sleep(0);
    expect(semaphore.value).toBe(0);
    expect(result).toHaveLength(3);
    expect(semaphore.locked()).toBe(true);
    expect(String(semaphore)).toContain("waiters: 1");
    expect(semaphore.value).toBe(0);

    expect([t1.done(), t1.result()]).toEqual([true, true]);
    const racing = [t2, t3, t4];
    expect(racing.filter((task) => task.done() && task.result())).toHaveLength(2);
    semaphore.release();
    await gather(...racing);
  });

  asyncTest("test_acquire_cancel", async () => {
    const semaphore = new Semaphore();
    await semaphore.acquire();
    const acquire = createTask(semaphore.acquire());
    getRunningLoop().callSoon(() => acquire.cancel());
    await assertRaises(CancelledError, acquire);
    expect(String(semaphore)).not.toContain("waiters");
  });

  asyncTest("test_acquire_cancel_before_awoken", async () => {
    const semaphore = new Semaphore(0);
    const t1 = createTask(semaphore.acquire());
    const t2 = createTask(semaphore.acquire());
    const t3 = createTask(semaphore.acquire());
    const t4 = createTask(semaphore.acquire());
    await sleep(0);
    t1.cancel();
    t2.cancel();
    semaphore.release();
    await sleep(0);
    await sleep(0);
    expect([t3.done(), t4.done()]).toEqual([true, false]);
    t3.cancel();
    t4.cancel();
    await sleep(0);
  });

  asyncTest("test_acquire_hang", async () => {
    const semaphore = new Semaphore(0);
    const t1 = createTask(semaphore.acquire());
    const t2 = createTask(semaphore.acquire());
    await sleep(0);
    t1.cancel();
    semaphore.release();
    await sleep(0);
    await sleep(0);
    expect(semaphore.locked()).toBe(true);
    expect(t2.done()).toBe(true);
  });

  asyncTest("test_acquire_no_hang", async () => {
    const semaphore = new Semaphore(1);
    const c1 = async (): Promise<void> => {
      {
        await using _ = semaphore;
        await sleep(0);
      }
      t2.cancel();
    };
    const c2 = async (): Promise<void> => {
      await using _ = semaphore;
      throw new Error("not reached");
    };
    const t1 = createTask(c1());
    const t2: Task<void> = createTask(c2());
    const [r1, r2] = await gather(t1, t2, { returnExceptions: true });
    expect(r1).toBeUndefined();
    expect(isCancelled(r2)).toBe(true);
    await waitFor(semaphore.acquire(), 1000);
  });

  test("test_release_not_acquired", () => {
    expect(() => new BoundedSemaphore().release()).toThrow(LockStateError);
  });

  asyncTest("test_release_no_waiters", async () => {
    const semaphore = new Semaphore();
    await semaphore.acquire();
    expect(semaphore.locked()).toBe(true);
    semaphore.release();
    expect(semaphore.locked()).toBe(false);
  });

  asyncTest("test_acquire_fifo_order", async () => {
    const semaphore = new Semaphore(1);
    const result: string[] = [];
    const coro = async (tag: string): Promise<void> => {
      await semaphore.acquire();
      result.push(`${tag}_1`);
      await sleep(10);
      semaphore.release();

      await semaphore.acquire();
      result.push(`${tag}_2`);
      await sleep(10);
      semaphore.release();
    };
    {
      await using group = new TaskGroup();
      group.createTask(coro("c1"));
      group.createTask(coro("c2"));
      group.createTask(coro("c3"));
    }
    expect(result).toEqual(["c1_1", "c2_1", "c3_1", "c1_2", "c2_2", "c3_2"]);
  });

  asyncTest("test_acquire_fifo_order_2", async () => {
    const semaphore = new Semaphore(1);
    const result: number[] = [];
    const taking = taker(semaphore, result);
    const c2 = async (): Promise<boolean> => {
      await semaphore.acquire();
      result.push(2);
      semaphore.release();
      await semaphore.acquire();
      result.push(4);
      return true;
    };
    const tasks = [createTask(taking(1)), createTask(c2()), createTask(taking(3))];
    await sleep(0);
    semaphore.release();
    semaphore.release();
    await gather(...tasks);
    expect(result).toEqual([1, 2, 3, 4]);
  });

  asyncTest("test_acquire_fifo_order_3", async () => {
    const semaphore = new Semaphore(0);
    const result: number[] = [];
    const taking = taker(semaphore, result);
    const tasks = [createTask(taking(1)), createTask(taking(2)), createTask(taking(3))] as const;
    await sleep(0);
    tasks[0].cancel();
    await sleep(0);
    semaphore.release();
    semaphore.release();
    await gather(...tasks, { returnExceptions: true });
    expect(result).toEqual([2, 3]);
  });

  asyncTest("test_acquire_fifo_order_4", async () => {
    // One acquire() that goes on wakes everybody behind it for whom there is a permit.
    const semaphore = new Semaphore(0);
    const result: number[] = [];
    let t4: Task<boolean> | undefined;
    const c1 = async (): Promise<boolean> => {
      expect(semaphore.value).toBe(0);
      await semaphore.acquire();
      // All others were woken by now.
      expect(semaphore.value).toBe(0);
      // A fourth task: it runs after the third.
      t4 = createTask(c4());
      result.push(1);
      return true;
    };
    const c2 = async (): Promise<boolean> => {
      // Permits for c1, c2 and c3.
      semaphore.release();
      semaphore.release();
      semaphore.release();
      expect(semaphore.value).toBe(2);
      // It is locked, because c1 has not woken up yet.
      expect(semaphore.locked()).toBe(true);
      await semaphore.acquire();
      result.push(2);
      return true;
    };
    const c3 = async (): Promise<boolean> => {
      await semaphore.acquire();
      expect(semaphore.locked()).toBe(true);
      result.push(3);
      return true;
    };
    const c4 = async (): Promise<boolean> => {
      result.push(4);
      return true;
    };
    const t1 = createTask(c1());
    const t2 = createTask(c2());
    const t3 = createTask(c3());
    await sleep(0);
    // Three are in the line, the first has not woken up yet.
    expect(semaphore.value).toBe(2);
    expect(String(semaphore)).toContain("waiters: 3");
    await sleep(0);
    await gather(t1, t2, t3, t4!);
    expect(result).toEqual([1, 2, 3, 4]);
  });
});
