import {
  CancelledError,
  Condition,
  createTask,
  EventLoop,
  ForeignLoopError,
  Lock,
  simulatedHost,
  sleep,
  timeout,
  TimeoutError,
  waitFor,
} from "tsyncio";
import { assertRaises, asyncTest, newLoop } from "../support.js";

describe("test_locks.ConditionTests", () => {
  test("test_ambiguous_loops", () => {
    /** Binds what `use` waits for to a loop of its own. */
    const onAnotherLoop = (use: () => Promise<unknown>): void => {
      const loop = new EventLoop(simulatedHost());
      const task = loop.createTask(use());
      loop.runOnce();
      loop.runOnce();
      expect(task.done()).toBe(false);
    };
    const wrongLoopInLock = async (): Promise<void> => {
      const lock = new Lock();
      await lock.acquire();
      onAnotherLoop(() => lock.acquire());
      const condition = new Condition(lock);
      // To acquire it means to wait for the lock, which notices the other loop.
      await assertRaises(ForeignLoopError, condition.acquire(), /is bound to a different loop/);
    };
    const wrongLoopInCondition = async (): Promise<void> => {
      const condition = new Condition();
      await condition.acquire();
      onAnotherLoop(() => condition.wait());
      await condition.acquire();
      await assertRaises(ForeignLoopError, condition.wait(), /is bound to a different loop/);
    };
    newLoop().runUntilComplete(wrongLoopInLock());
    newLoop().runUntilComplete(wrongLoopInCondition());
  });

  asyncTest("test_timeout_in_block", async () => {
    const condition = new Condition();
    await using _ = condition;
    await assertRaises(TimeoutError, waitFor(condition.wait(), 500));
  });

  asyncTest("test_cancelled_error_wakeup", async () => {
    // A CancelledError received while waiting to be notified goes on as it is.
    let raised: unknown;
    const condition = new Condition();
    const func = async (): Promise<void> => {
      await using _ = condition;
      raised = await assertRaises(
        CancelledError,
        condition.waitFor(() => false),
      );
      throw raised;
    };
    const task = createTask(func());
    await sleep(0);
    task.cancel("foo");
    const error = await assertRaises(CancelledError, task);
    expect(error.reason).toBe("foo");
    expect(error).toBe(raised);
  });

  asyncTest("test_cancelled_error_re_aquire", async () => {
    // A CancelledError received while taking the lock again goes on as it is.
    let wake = false;
    let raised: unknown;
    const condition = new Condition();
    const func = async (): Promise<void> => {
      await using _ = condition;
      raised = await assertRaises(
        CancelledError,
        condition.waitFor(() => wake),
      );
      throw raised;
    };
    const task = createTask(func());
    await sleep(0);
    await condition.acquire();
    wake = true;
    condition.notify();
    await sleep(0);
    task.cancel("foo");
    condition.release();
    const error = await assertRaises(CancelledError, task);
    expect(error.reason).toBe("foo");
    expect(error).toBe(raised);
  });

  asyncTest("test_cancelled_wakeup", async () => {
    // Cancelled at the moment it is notified: the notification must not be lost.
    const condition = new Condition();
    let state = 0;
    const consumer = async (): Promise<void> => {
      await using _ = condition;
      for (;;) {
        await condition.waitFor(() => state !== 0);
        if (state < 0) return;
        state -= 1;
      }
    };
    const first = createTask(consumer());
    const second = createTask(consumer());
    await sleep(0);
    {
      await using _ = condition;
      // Produce one item and wake one consumer, which is cancelled before it runs.
      state += 1;
      condition.notify(1);
      first.cancel();
      try {
        await using _limit = timeout(10);
        await condition.waitFor(() => state === 0);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
      expect(state).toBe(0);
      state = -1;
      condition.notifyAll();
    }
    await second;
  });

  asyncTest("test_cancelled_wakeup_relock", async () => {
    // The same while it takes the lock again.
    const condition = new Condition();
    let state = 0;
    const consumer = async (): Promise<void> => {
      await using _ = condition;
      for (;;) {
        await condition.waitFor(() => state !== 0);
        if (state < 0) return;
        state -= 1;
      }
    };
    const first = createTask(consumer());
    const second = createTask(consumer());
    await sleep(0);
    {
      await using _ = condition;
      state += 1;
      condition.notify(1);
      // The one that was woken now waits for the lock.
      await sleep(0);
      first.cancel();
      try {
        await using _limit = timeout(10);
        await condition.waitFor(() => state === 0);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      }
      expect(state).toBe(0);
      state = -1;
      condition.notifyAll();
    }
    await second;
  });
});
