import { CancelledError, createTask, getRunningLoop, Lock, LockStateError, sleep } from "tsyncio";
import { assertRaises, asyncTest } from "../support.js";

describe("test_locks.LockTests", () => {
  asyncTest("test_repr", async () => {
    const lock = new Lock();
    expect(String(lock)).toMatch(/\[unlocked\]$/);
    await lock.acquire();
    expect(String(lock)).toMatch(/\[locked\]$/);
  });

  asyncTest("test_acquire", async () => {
    const lock = new Lock();
    const result: number[] = [];
    expect(await lock.acquire()).toBe(true);
    const taking = async (n: number): Promise<boolean> => {
      if (await lock.acquire()) result.push(n);
      return true;
    };
    const t1 = createTask(taking(1));
    const t2 = createTask(taking(2));
    await sleep(0);
    expect(result).toEqual([]);

    lock.release();
    await sleep(0);
    expect(result).toEqual([1]);
    await sleep(0);
    expect(result).toEqual([1]);

    const t3 = createTask(taking(3));
    lock.release();
    await sleep(0);
    expect(result).toEqual([1, 2]);
    lock.release();
    await sleep(0);
    expect(result).toEqual([1, 2, 3]);
    for (const task of [t1, t2, t3]) expect([task.done(), task.result()]).toEqual([true, true]);
  });

  asyncTest("test_acquire_cancel", async () => {
    const lock = new Lock();
    expect(await lock.acquire()).toBe(true);
    const task = createTask(lock.acquire());
    getRunningLoop().callSoon(() => task.cancel());
    await assertRaises(CancelledError, task);
    expect(String(lock)).not.toContain("waiters");
  });

  asyncTest("test_cancel_race", async () => {
    // A has the lock, B and C wait. Then, at once, B is cancelled and A releases: C must get it.
    const lock = new Lock();
    const lockit = async (blocker: PromiseLike<unknown> | null): Promise<void> => {
      await lock.acquire();
      try {
        if (blocker !== null) await blocker;
      } finally {
        lock.release();
      }
    };
    const fa = getRunningLoop().createFuture<null>();
    const ta = createTask(lockit(fa));
    await sleep(0);
    expect(lock.locked()).toBe(true);
    const tb = createTask(lockit(null));
    await sleep(0);
    expect(String(lock)).toContain("waiters: 1");
    const tc = createTask(lockit(null));
    await sleep(0);
    expect(String(lock)).toContain("waiters: 2");

    fa.setResult(null);
    tb.cancel();
    await sleep(0);
    expect(lock.locked()).toBe(false);
    expect(ta.done()).toBe(true);
    expect(tb.cancelled()).toBe(true);
    await tc;
  });

  asyncTest("test_cancel_release_race", async () => {
    // Of four who want the lock, the second is cancelled while the first releases: only one of the others gets it.
    const lock = new Lock();
    let locks = 0;
    let calls = 0;
    const lockit = async (): Promise<void> => {
      calls += 1;
      await lock.acquire();
      locks += 1;
    };
    await lock.acquire();
    const t1 = createTask(lockit());
    const t2 = createTask(lockit());
    const t3 = createTask(lockit());
    await sleep(0);
    getRunningLoop().callSoon(() => {
      t1.cancel();
      lock.release();
    });
    await assertRaises(CancelledError, t1);
    // A coroutine that awaits a task goes on right after the task's last step here; the one that got the lock is next.
    await sleep(0);
    expect(locks).toBe(1);
    expect(calls).toBe(3);
    expect(t1.cancelled() && t2.done()).toBe(true);
    t3.cancel();
    await sleep(0);
    expect(t3.cancelled()).toBe(true);
  });

  asyncTest("test_finished_waiter_cancelled", async () => {
    const lock = new Lock();
    await lock.acquire();
    expect(lock.locked()).toBe(true);
    const tb = createTask(lock.acquire());
    await sleep(0);
    expect(String(lock)).toContain("waiters: 1");
    // A second one comes, the first is cancelled and woken.
    const tc = createTask(lock.acquire());
    tb.cancel();
    lock.release();
    await sleep(0);
    expect(lock.locked()).toBe(true);
    expect(tb.cancelled()).toBe(true);
    await tc;
  });

  test("test_release_not_acquired", () => {
    const lock = new Lock();
    expect(() => lock.release()).toThrow(LockStateError);
  });

  asyncTest("test_release_no_waiters", async () => {
    const lock = new Lock();
    await lock.acquire();
    expect(lock.locked()).toBe(true);
    lock.release();
    expect(lock.locked()).toBe(false);
  });

  asyncTest("test_context_manager", async () => {
    const lock = new Lock();
    expect(lock.locked()).toBe(false);
    {
      await using _ = lock;
      expect(lock.locked()).toBe(true);
    }
    expect(lock.locked()).toBe(false);
  });
});
