/** CPython's test_waitfor.py. */
import {
  CancelledError,
  TimeoutError,
  createTask,
  getRunningLoop,
  isCancelled,
  shield,
  sleep,
  wait,
  waitFor,
} from "tsyncio";
import { asyncTest, assertRaises } from "../support.js";

/** Passes the check "timeout > 0", but takes almost no time. */
const epsilon = 0.1;

const now = (): number => getRunningLoop().time();

/** Runs for this time, ignoring cancel requests. */
class SlowTask {
  static readonly timeout = 200;
  exited = false;

  async run(): Promise<void> {
    const exitAt = now() + SlowTask.timeout;
    for (;;) {
      const left = exitAt - now();
      if (left <= 0) break;
      try {
        await sleep(left);
      } catch (error) {
        if (!isCancelled(error)) throw error;
      }
    }
    this.exited = true;
  }
}

describe("test_waitfor.AsyncioWaitForTest", () => {
  asyncTest("test_asyncio_wait_for_cancelled", async () => {
    const t = new SlowTask();
    const waiting = createTask(waitFor(t.run(), SlowTask.timeout * 2));
    await sleep(0);
    waiting.cancel();
    await wait([waiting]);
    expect(t.exited).toBe(true);
  });

  asyncTest("test_asyncio_wait_for_timeout", async () => {
    const t = new SlowTask();
    try {
      await waitFor(t.run(), SlowTask.timeout / 2);
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
    }
    expect(t.exited).toBe(true);
  });

  asyncTest("test_wait_for_timeout_less_then_0_or_0_future_done", async () => {
    const fut = getRunningLoop().createFuture<string>();
    fut.setResult("done");
    const t0 = now();
    expect(await waitFor(fut, 0)).toBe("done");
    expect(fut.done()).toBe(true);
    expect(now() - t0).toBeLessThan(100);
  });

  asyncTest("test_wait_for_timeout_less_then_0_or_0_coroutine_do_not_started", async () => {
    let started = false;
    const foo = async (): Promise<void> => {
      started = true;
    };
    const t0 = now();
    await assertRaises(TimeoutError, waitFor(foo(), 0));
    expect(started).toBe(false);
    expect(now() - t0).toBeLessThan(100);
  });

  asyncTest("test_wait_for_timeout_less_then_0_or_0", async () => {
    for (const timeout of [0, -1]) {
      let running: boolean | undefined;
      const started = getRunningLoop().createFuture<void>();
      const foo = async (): Promise<string> => {
        running = true;
        started.setResult();
        try {
          await sleep(10_000);
        } finally {
          running = false;
        }
        return "done";
      };
      const fut = createTask(foo());
      await started;
      const t0 = now();
      await assertRaises(TimeoutError, waitFor(fut, timeout));
      expect(fut.done()).toBe(true);
      // it should have been cancelled due to the timeout
      expect(fut.cancelled()).toBe(true);
      expect(running).toBe(false);
      expect(now() - t0).toBeLessThan(100);
    }
  });

  asyncTest("test_wait_for", async () => {
    let running: boolean | undefined;
    const foo = async (): Promise<string> => {
      running = true;
      try {
        await sleep(10_000);
      } finally {
        running = false;
      }
      return "done";
    };
    const fut = createTask(foo());
    const t0 = now();
    await assertRaises(TimeoutError, waitFor(fut, 100));
    expect(fut.done()).toBe(true);
    // it should have been cancelled due to the timeout
    expect(fut.cancelled()).toBe(true);
    expect(now() - t0).toBeLessThan(500);
    expect(running).toBe(false);
  });

  asyncTest("test_wait_for_blocking", async () => {
    const coro = async (): Promise<string> => "done";
    expect(await waitFor(coro(), null)).toBe("done");
  });

  asyncTest("test_wait_for_race_condition", async () => {
    const loop = getRunningLoop();
    const fut = loop.createFuture<string>();
    const task = waitFor(fut, 200);
    loop.callLater(100, () => fut.setResult("ok"));
    expect(await task).toBe("ok");
  });

  asyncTest("test_wait_for_cancellation_race_condition", async () => {
    const inner = async (): Promise<number> => {
      await assertRaises(CancelledError, sleep(1000));
      return 1;
    };
    expect(await waitFor(inner(), 10)).toBe(1);
  });

  asyncTest("test_wait_for_waits_for_task_cancellation", async () => {
    let taskDone = false;
    const inner = async (): Promise<void> => {
      try {
        await sleep(10_000);
      } catch (error) {
        if (isCancelled(error)) await sleep(epsilon);
        throw error;
      } finally {
        taskDone = true;
      }
    };
    const innerTask = createTask(inner());
    const error = await assertRaises(TimeoutError, waitFor(innerTask, epsilon));
    expect(taskDone).toBe(true);
    expect(error.cause).toBeInstanceOf(CancelledError);
  });

  asyncTest("test_wait_for_waits_for_task_cancellation_w_timeout_0", async () => {
    let taskDone = false;
    const foo = async (): Promise<void> => {
      const inner = async (): Promise<void> => {
        try {
          await sleep(10_000);
        } catch (error) {
          if (isCancelled(error)) await sleep(epsilon);
          throw error;
        } finally {
          taskDone = true;
        }
      };
      const innerTask = createTask(inner());
      await sleep(epsilon);
      await waitFor(innerTask, 0);
    };
    const error = await assertRaises(TimeoutError, foo());
    expect(taskDone).toBe(true);
    expect(error.cause).toBeInstanceOf(CancelledError);
  });

  asyncTest("test_wait_for_reraises_exception_during_cancellation", async () => {
    class FooException extends Error {}
    const foo = async (): Promise<void> => {
      const inner = async (): Promise<void> => {
        try {
          await sleep(200);
        } finally {
          throw new FooException();
        }
      };
      await waitFor(createTask(inner()), epsilon);
    };
    await assertRaises(FooException, foo());
  });

  const cancelWaitFor = async (timeout: number | null): Promise<void> => {
    const loop = getRunningLoop();
    const blocking = async (): Promise<void> => {
      // Block: the future's result is never set
      await loop.createFuture();
    };
    const task = createTask(blocking());
    const waiting = createTask(waitFor(task, timeout));
    loop.callSoon(() => waiting.cancel());
    await assertRaises(CancelledError, waiting);
    // Python issue #23219: cancelling the wait must also cancel the task
    expect(task.cancelled()).toBe(true);
  };

  asyncTest("test_cancel_blocking_wait_for", async () => {
    await cancelWaitFor(null);
  });

  asyncTest("test_cancel_wait_for", async () => {
    await cancelWaitFor(60_000);
  });

  asyncTest("test_wait_for_cancel_suppressed", async () => {
    // gh-84849
    const return42 = async (): Promise<number | undefined> => {
      try {
        await sleep(10_000);
      } catch (error) {
        if (isCancelled(error)) return 42;
      }
      return undefined;
    };
    expect(await waitFor(return42(), 100)).toBe(42);
  });

  asyncTest("test_wait_for_issue86296", async () => {
    // An inner coroutine that ended at once must not swallow the cancellation of the outer one.
    const inner = async (): Promise<void> => {};
    let reachedEnd = false;
    const waiting = async (): Promise<void> => {
      await waitFor(inner(), 100_000);
      await sleep(1000);
      reachedEnd = true;
    };
    const task = createTask(waiting());
    await sleep(0);
    expect(task.done()).toBe(false);
    task.cancel();
    await assertRaises(CancelledError, task);
    expect(reachedEnd).toBe(false);
  });
});

describe("test_waitfor.WaitForShieldTests", () => {
  asyncTest("test_zero_timeout", async () => {
    const coro = async (): Promise<string> => {
      await sleep(10);
      return "done";
    };
    const task = createTask(coro());
    const shielded = shield(task);
    await assertRaises(TimeoutError, waitFor(shielded, 0));
    // Task is running in background
    expect(task.done()).toBe(false);
    expect(task.cancelled()).toBe(false);
    expect(shielded.cancelled()).toBe(true);
    // Wait for the task to complete
    await sleep(100);
    expect(task.done()).toBe(true);
  });

  asyncTest("test_none_timeout", async () => {
    const coro = async (): Promise<string> => {
      await sleep(100);
      return "done";
    };
    const task = createTask(coro());
    await waitFor(shield(task), null);
    expect(task.done()).toBe(true);
    expect(await task).toBe("done");
  });

  asyncTest("test_shielded_timeout", async () => {
    const coro = async (): Promise<string> => {
      await sleep(100);
      return "done";
    };
    const task = createTask(coro());
    await assertRaises(TimeoutError, waitFor(shield(task), 10));
    expect(task.done()).toBe(false);
    expect(task.cancelled()).toBe(false);
    expect(await task).toBe("done");
  });
});
