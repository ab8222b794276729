import { CancelledError, Condition, createTask, getRunningLoop, Lock, LockStateError, sleep } from "tsyncio";
import { assertRaises, asyncTest } from "../support.js";

/** Waits once on the condition, with its lock; `release`: gives the lock back. */
const waiter = (condition: Condition, result: number[], release: boolean) => {
  return async (n: number): Promise<boolean> => {
    await condition.acquire();
    if (await condition.wait()) {
      result.push(n);
      if (release) condition.release();
    }
    return true;
  };
};

describe("test_locks.ConditionTests", () => {
  asyncTest("test_wait", async () => {
    const condition = new Condition();
    const result: number[] = [];
    const waiting = waiter(condition, result, false);
    const tasks = [createTask(waiting(1)), createTask(waiting(2)), createTask(waiting(3))];
    await sleep(0);
    expect(result).toEqual([]);
    expect(condition.locked()).toBe(false);

    expect(await condition.acquire()).toBe(true);
    condition.notify();
    await sleep(0);
    expect(result).toEqual([]);
    expect(condition.locked()).toBe(true);

    condition.release();
    await sleep(0);
    expect(result).toEqual([1]);
    expect(condition.locked()).toBe(true);

    condition.notify(2);
    await sleep(0);
    expect(result).toEqual([1]);
    expect(condition.locked()).toBe(true);

    condition.release();
    await sleep(0);
    expect(result).toEqual([1, 2]);
    expect(condition.locked()).toBe(true);

    condition.release();
    await sleep(0);
    expect(result).toEqual([1, 2, 3]);
    expect(condition.locked()).toBe(true);
    for (const task of tasks) expect([task.done(), task.result()]).toEqual([true, true]);
  });

  asyncTest("test_wait_cancel", async () => {
    const condition = new Condition();
    await condition.acquire();
    const wait = createTask(condition.wait());
    getRunningLoop().callSoon(() => wait.cancel());
    await assertRaises(CancelledError, wait);
    expect(String(condition)).not.toContain("waiters");
    expect(condition.locked()).toBe(true);
  });

  asyncTest("test_wait_cancel_contested", async () => {
    const condition = new Condition();
    await condition.acquire();
    expect(condition.locked()).toBe(true);
    const waitTask = createTask(condition.wait());
    await sleep(0);
    expect(condition.locked()).toBe(false);

    // Notify, but contest the lock before cancelling.
    await condition.acquire();
    expect(condition.locked()).toBe(true);
    condition.notify();
    getRunningLoop().callSoon(() => waitTask.cancel());
    getRunningLoop().callSoon(() => condition.release());
    try {
      await waitTask;
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
    }
    expect(condition.locked()).toBe(true);
  });

  asyncTest("test_wait_cancel_after_notify", async () => {
    let waited = false;
    const condition = new Condition();
    const task = createTask(
      (async () => {
        await using _ = condition;
        waited = true;
        await condition.wait();
      })(),
    );
    await sleep(0); // Start waiting
    await condition.acquire();
    condition.notify();
    await sleep(0); // Get to acquire()
    task.cancel();
    await sleep(0); // Activate cancellation
    condition.release();
    await sleep(0); // Cancellation should occur
    expect(task.cancelled()).toBe(true);
    expect(waited).toBe(true);
  });

  asyncTest("test_wait_unacquired", async () => {
    await assertRaises(LockStateError, new Condition().wait());
  });

  asyncTest("test_wait_for", async () => {
    const condition = new Condition();
    let presult = false;
    const result: number[] = [];
    const waiting = async (): Promise<boolean> => {
      await condition.acquire();
      if (await condition.waitFor(() => presult)) {
        result.push(1);
        condition.release();
      }
      return true;
    };
    const task = createTask(waiting());
    await sleep(0);
    expect(result).toEqual([]);

    await condition.acquire();
    condition.notify();
    condition.release();
    await sleep(0);
    expect(result).toEqual([]);

    presult = true;
    await condition.acquire();
    condition.notify();
    condition.release();
    await sleep(0);
    expect(result).toEqual([1]);
    expect([task.done(), task.result()]).toEqual([true, true]);
  });

  asyncTest("test_wait_for_unacquired", async () => {
    const condition = new Condition();
    // The predicate may be true at once.
    expect(await condition.waitFor(() => [1, 2, 3])).toEqual([1, 2, 3]);
    await assertRaises(
      LockStateError,
      condition.waitFor(() => false),
    );
  });

  asyncTest("test_notify", async () => {
    const condition = new Condition();
    const result: number[] = [];
    const waiting = waiter(condition, result, true);
    const tasks = [createTask(waiting(1)), createTask(waiting(2)), createTask(waiting(3))];
    await sleep(0);
    expect(result).toEqual([]);

    await condition.acquire();
    condition.notify(1);
    condition.release();
    await sleep(0);
    expect(result).toEqual([1]);

    await condition.acquire();
    condition.notify(1);
    condition.notify(2048);
    condition.release();
    await sleep(0);
    expect(result).toEqual([1, 2, 3]);
    for (const task of tasks) expect([task.done(), task.result()]).toEqual([true, true]);
  });

  asyncTest("test_notify_all", async () => {
    const condition = new Condition();
    const result: number[] = [];
    const waiting = waiter(condition, result, true);
    const tasks = [createTask(waiting(1)), createTask(waiting(2))];
    await sleep(0);
    expect(result).toEqual([]);

    await condition.acquire();
    condition.notifyAll();
    condition.release();
    await sleep(0);
    expect(result).toEqual([1, 2]);
    for (const task of tasks) expect([task.done(), task.result()]).toEqual([true, true]);
  });

  test("test_notify_unacquired", () => {
    expect(() => new Condition().notify()).toThrow(LockStateError);
  });

  test("test_notify_all_unacquired", () => {
    expect(() => new Condition().notifyAll()).toThrow(LockStateError);
  });

  asyncTest("test_repr", async () => {
    const condition = new Condition();
    expect(String(condition)).toContain("unlocked");
    await condition.acquire();
    expect(String(condition)).toContain("[locked]");
    condition.release();
    const waiting = waiter(condition, [], true);
    const first = createTask(waiting(1));
    await sleep(0);
    expect(String(condition)).toContain("waiters: 1");
    const second = createTask(waiting(2));
    await sleep(0);
    expect(String(condition)).toContain("waiters: 2");
    await condition.acquire();
    condition.notifyAll();
    condition.release();
    await first;
    await second;
  });

  asyncTest("test_context_manager", async () => {
    const condition = new Condition();
    expect(condition.locked()).toBe(false);
    {
      await using _ = condition;
      expect(condition.locked()).toBe(true);
    }
    expect(condition.locked()).toBe(false);
  });

  asyncTest("test_explicit_lock", async () => {
    const f = async (lock: Lock = new Lock(), condition: Condition = new Condition(lock)): Promise<void> => {
      expect([lock.locked(), condition.locked()]).toEqual([false, false]);
      {
        await using _ = condition;
        expect([lock.locked(), condition.locked()]).toEqual([true, true]);
      }
      expect([lock.locked(), condition.locked()]).toEqual([false, false]);
      {
        await using _ = lock;
        expect([lock.locked(), condition.locked()]).toEqual([true, true]);
      }
      expect([lock.locked(), condition.locked()]).toEqual([false, false]);
    };
    // All work in the same way.
    await f();
    await f(new Lock());
    const lock = new Lock();
    await f(lock, new Condition(lock));
  });
});
