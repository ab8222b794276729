/** CPython's test_tasks.py: cancelling tasks. */
import { CancelledError, createTask, currentTask, isCancelled, sleep, type Task, TimeoutError, wait } from "tsyncio";
import { ValueError } from "../python.js";
import { newLoop } from "../support.js";
import { expectCancelled, reasons, runBriefly, sleeper, waitingFor } from "./support.js";

const pause = async (): Promise<void> => {
  await sleep(10);
};

describe("test_tasks.BaseTaskTests", () => {
  test("test_cancelling", () => {
    const loop = newLoop();
    const t = loop.createTask(sleeper());
    expect(t.cancelling()).toBe(0);
    expect(t.cancel()).toBe(true);
    expect(t.cancelling()).toBe(1);
    expect(t.cancel()).toBe(true);
    expectCancelled(loop, t);
  });

  test("test_uncancel_basic", () => {
    const loop = newLoop();
    const task = async (): Promise<void> => {
      try {
        await sleep(10_000);
      } catch (error) {
        if (!isCancelled(error)) throw error;
        currentTask().uncancel();
        await sleep(10_000);
      }
    };
    const t = loop.createTask(task());
    loop.runUntilComplete(pause());
    // Cancel first sleep
    expect(t.cancel()).toBe(true);
    expect(t.cancelling()).toBe(1);
    expect(t.cancelled()).toBe(false); // Task is still not complete
    loop.runUntilComplete(pause());
    // after uncancel()
    expect(t.cancelling()).toBe(0);
    expect(t.cancelled()).toBe(false);
    // Cancel second sleep
    expect(t.cancel()).toBe(true);
    expect(t.cancelling()).toBe(1);
    expect(t.cancelled()).toBe(false);
    expectCancelled(loop, t);
    expect(t.cancelled()).toBe(true); // Finally, task complete
    expect(t.done()).toBe(true);
    // uncancel is no longer effective after the task is complete
    t.uncancel();
    expect(t.cancelled()).toBe(true);
    expect(t.done()).toBe(true);
  });

  test("test_uncancel_structured_blocks", () => {
    // What `timeout` does, written by hand: cancel, uncancel in a finally, and conversion only when the count is zero then.
    const loop = newLoop();
    const request = async (ms: number, limit: number): Promise<boolean[]> => {
      const task = currentTask();
      let timedOut = false;
      let finished = false;
      const timer = loop.callLater(limit, () => {
        timedOut = true;
        task.cancel();
      });
      try {
        let caught: unknown;
        try {
          // Structured block affected by the timeout
          await sleep(ms);
          finished = true;
        } catch (error) {
          if (isCancelled(error)) caught = error;
          throw error;
        } finally {
          timer.cancel();
          if (timedOut && task.uncancel() === 0 && isCancelled(caught)) throw new TimeoutError();
        }
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
        expect(timedOut).toBe(true);
      }
      // Outer code not affected by the timeout:
      await sleep(0);
      return [timedOut, finished];
    };
    const t1 = loop.createTask(request(10_000, 100));
    expect(loop.runUntilComplete(t1)).toEqual([true, false]);
    expect(t1.cancelling()).toBe(0); // no pending cancellation of the outer task
    const t2 = loop.createTask(request(0, 10_000));
    expect(loop.runUntilComplete(t2)).toEqual([false, true]);
    expect(t2.cancelling()).toBe(0);
  });

  test("test_uncancel_resets_must_cancel", () => {
    const loop = newLoop();
    const fut = loop.createFuture<void>();
    const coro = async (): Promise<number> => {
      await fut;
      return 42;
    };
    const task = loop.createTask(coro());
    runBriefly(loop); // Get task waiting for fut
    fut.setResult(); // Make task runnable
    task.cancel(); // Enter cancelled state
    expect(task.cancelling()).toBe(1);
    task.uncancel(); // Undo cancellation
    expect(task.cancelling()).toBe(0);
    expect(loop.runUntilComplete(task)).toBe(42);
  });

  test("test_cancel", () => {
    const loop = newLoop();
    const t = loop.createTask(sleeper());
    loop.callSoon(() => t.cancel());
    expectCancelled(loop, t);
    expect(loop.time()).toBe(0);
    expect(t.done()).toBe(true);
    expect(t.cancelled()).toBe(true);
    expect(t.cancel()).toBe(false);
  });

  const cancelledWith = (reason: unknown, ask: (task: Task<void>) => unknown): CancelledError => {
    const loop = newLoop();
    const coro = async (): Promise<void> => {
      const task = createTask(sleeper());
      await sleep(0);
      task.cancel(reason);
      await wait([task]);
      ask(task);
    };
    return expectCancelled(loop, loop.createTask(coro()));
  };

  test("test_cancel_with_message_then_future_result", () => {
    for (const reason of reasons) expect(cancelledWith(reason, (task) => task.result()).reason).toBe(reason);
  });

  test("test_cancel_with_message_then_future_exception", () => {
    for (const reason of reasons) expect(cancelledWith(reason, (task) => task.exception()).reason).toBe(reason);
  });

  test("test_cancellation_exception_context", () => {
    const loop = newLoop();
    const fut = loop.createFuture<void>();
    const inner = async (): Promise<void> => {
      fut.setResult();
      await sleep(10_000);
    };
    const coro = async (): Promise<void> => {
      const innerTask = createTask(inner());
      await fut;
      loop.callSoon(() => innerTask.cancel("msg"));
      try {
        await innerTask;
      } catch (error) {
        if (isCancelled(error)) throw new ValueError("cancelled", { cause: error });
      }
    };
    let problem: unknown;
    try {
      loop.runUntilComplete(loop.createTask(coro()));
    } catch (error) {
      problem = error;
    }
    expect(problem).toBeInstanceOf(ValueError);
    const { cause } = problem as Error;
    expect(cause).toBeInstanceOf(CancelledError);
    expect((cause as CancelledError).reason).toBe("msg");
  });

  test("test_cancel_with_message_before_starting_task", () => {
    const loop = newLoop();
    let ran = false;
    const inner = async (): Promise<void> => {
      ran = true;
      await sleep(10_000);
    };
    const coro = async (): Promise<void> => {
      const task = createTask(inner());
      // We deliberately leave out the sleep here.
      task.cancel("my message");
      await wait([task]);
      task.exception();
    };
    expect(expectCancelled(loop, loop.createTask(coro())).reason).toBe("my message");
    expect(ran).toBe(false);
  });

  test("test_cancel_yield", () => {
    const loop = newLoop();
    const task = async (): Promise<number> => {
      await sleep(0);
      await sleep(0);
      return 12;
    };
    const t = loop.createTask(task());
    runBriefly(loop); // start coro
    t.cancel();
    expectCancelled(loop, t);
    expect(t.done()).toBe(true);
    expect(t.cancelled()).toBe(true);
    expect(t.cancel()).toBe(false);
  });

  test("test_cancel_inner_future", () => {
    const loop = newLoop();
    const f = loop.createFuture<void>();
    const t = waitingFor(loop, f);
    f.cancel();
    expectCancelled(loop, t);
    expect(f.cancelled()).toBe(true);
    expect(t.cancelled()).toBe(true);
  });

  test("test_cancel_both_task_and_inner_future", () => {
    const loop = newLoop();
    const f = loop.createFuture<void>();
    const t = waitingFor(loop, f);
    f.cancel();
    t.cancel();
    expectCancelled(loop, t);
    expect(t.done()).toBe(true);
    expect(f.cancelled()).toBe(true);
    expect(t.cancelled()).toBe(true);
  });

  test("test_cancel_task_catching", () => {
    const loop = newLoop();
    const fut1 = loop.createFuture<void>();
    const fut2 = loop.createFuture<void>();
    const task = async (): Promise<number | undefined> => {
      await fut1;
      try {
        await fut2;
      } catch (error) {
        if (isCancelled(error)) return 42;
      }
      return undefined;
    };
    const t = loop.createTask(task());
    runBriefly(loop);
    fut1.setResult();
    runBriefly(loop);
    t.cancel();
    expect(fut2.cancelled()).toBe(true);
    expect(loop.runUntilComplete(t)).toBe(42);
    expect(t.cancelled()).toBe(false);
  });

  test("test_cancel_task_ignoring", () => {
    const loop = newLoop();
    const fut1 = loop.createFuture<void>();
    const fut2 = loop.createFuture<void>();
    const fut3 = loop.createFuture<number>();
    const task = async (): Promise<number> => {
      await fut1;
      try {
        await fut2;
      } catch (error) {
        if (!isCancelled(error)) throw error;
      }
      return await fut3;
    };
    const t = loop.createTask(task());
    runBriefly(loop);
    fut1.setResult();
    runBriefly(loop);
    t.cancel();
    expect(fut2.cancelled()).toBe(true);
    runBriefly(loop);
    fut3.setResult(42);
    expect(loop.runUntilComplete(t)).toBe(42);
    expect(fut3.cancelled()).toBe(false);
    expect(t.cancelled()).toBe(false);
  });

  test("test_cancel_current_task", () => {
    const loop = newLoop();
    const task = async (): Promise<number> => {
      t.cancel();
      // The sleep should be cancelled immediately.
      await sleep(100_000);
      return 12;
    };
    const t: Task<number> = loop.createTask(task());
    expect(t.cancelled()).toBe(false);
    expectCancelled(loop, t);
    expect(loop.time()).toBe(0);
    expect(t.done()).toBe(true);
    expect(t.cancelled()).toBe(true);
    expect(t.cancel()).toBe(false);
  });

  test("test_cancel_at_end", () => {
    // coroutine end right after task is cancelled
    const loop = newLoop();
    const task = async (): Promise<number> => {
      t.cancel();
      return 12;
    };
    const t: Task<number> = loop.createTask(task());
    expect(t.cancelled()).toBe(false);
    expectCancelled(loop, t);
    expect(t.done()).toBe(true);
    expect(t.cancelled()).toBe(true);
    expect(t.cancel()).toBe(false);
  });

  test("test_cancel_awaited_task", () => {
    // A task that cancels itself: whatever it blocks on next is cancelled too. bpo-34872
    const loop = newLoop();
    const fut = loop.createFuture<void>();
    let nestedTask: Task<void> | undefined;
    const nested = async (): Promise<void> => {
      await fut;
    };
    const coro = async (): Promise<void> => {
      // Create a sub-task and wait for it to run.
      nestedTask = createTask(nested());
      await sleep(0);
      // Request the current task to be cancelled.
      task.cancel();
      // Block on the nested task, which should be immediately cancelled.
      await nestedTask;
    };
    const task: Task<void> = loop.createTask(coro());
    expectCancelled(loop, task);
    expect(task.cancelled()).toBe(true);
    expect(nestedTask?.cancelled()).toBe(true);
    expect(fut.cancelled()).toBe(true);
  });

  test("test_cancel_traceback_for_future_result", () => {
    const loop = newLoop();
    const nested = async function nested(): Promise<void> {
      await sleep(10_000); // This will get cancelled immediately.
    };
    const coro = async function coro(): Promise<void> {
      const task = createTask(nested());
      await sleep(0);
      task.cancel();
      await task;
    };
    const { stack } = expectCancelled(loop, loop.createTask(coro()));
    expect(stack).toMatch(/at async nested/);
    // The intermediate await should also be included.
    expect(stack).toMatch(/at async coro/);
  });

  test("test_cancel_traceback_for_future_exception", () => {
    const loop = newLoop();
    const nested = async function nested(): Promise<void> {
      await sleep(10_000); // This will get cancelled immediately.
    };
    const coro = async function coro(): Promise<void> {
      const task = createTask(nested());
      await sleep(0);
      task.cancel();
      await wait([task]);
      task.exception();
    };
    const { stack } = expectCancelled(loop, loop.createTask(coro()));
    expect(stack).toMatch(/at async nested/);
  });
});
