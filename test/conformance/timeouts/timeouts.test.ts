/** CPython's test_timeouts.py. Where Python chains errors by itself (`__context__`), the `cause` is written out. */
import {
  CancelledError,
  ExceptionGroup,
  TaskGroup,
  TimeoutError,
  createTask,
  currentTask,
  getRunningLoop,
  isCancelled,
  sleep,
  timeout,
  timeoutAt,
  asyncEnter,
  ScopeStateError,
  type Timeout,
} from "tsyncio";
import { asyncTest, assertRaises } from "../support.js";
import { busy, KeyError, ValueError, ZeroDivisionError } from "../python.js";

const now = (): number => getRunningLoop().time();

describe("test_timeouts.TimeoutTests", () => {
  asyncTest("test_timeout_basic", async () => {
    let cm = undefined as Timeout | undefined;
    await assertRaises(TimeoutError, async () => {
      await using _scope = (cm = timeout(10));
      await sleep(10_000);
    });
    expect(cm?.expired()).toBe(true);
  });

  asyncTest("test_timeout_at_basic", async () => {
    const deadline = now() + 10;
    let cm = undefined as Timeout | undefined;
    await assertRaises(TimeoutError, async () => {
      await using _scope = (cm = timeoutAt(deadline));
      await sleep(10_000);
    });
    expect(cm?.expired()).toBe(true);
    expect(cm?.when()).toBe(deadline);
  });

  asyncTest("test_nested_timeouts", async () => {
    let cancelled = false;
    let cm1 = undefined as Timeout | undefined;
    let cm2 = undefined as Timeout | undefined;
    await assertRaises(TimeoutError, async () => {
      const deadline = now() + 10;
      await using _outer = (cm1 = timeoutAt(deadline));
      // Only the topmost context manager should raise TimeoutError
      try {
        await using _inner = (cm2 = timeoutAt(deadline));
        await sleep(10_000);
      } catch (error) {
        if (isCancelled(error)) cancelled = true;
        throw error;
      }
    });
    expect(cancelled).toBe(true);
    expect(cm1?.expired()).toBe(true);
    expect(cm2?.expired()).toBe(true);
  });

  asyncTest("test_waiter_cancelled", async () => {
    let cancelled = false;
    await assertRaises(TimeoutError, async () => {
      await using _ = timeout(10);
      try {
        await sleep(10_000);
      } catch (error) {
        if (isCancelled(error)) cancelled = true;
        throw error;
      }
    });
    expect(cancelled).toBe(true);
  });

  asyncTest("test_timeout_not_called", async () => {
    const cm = timeout(10_000);
    {
      await using _ = cm;
      await sleep(10);
    }
    expect(cm.expired()).toBe(false);
    expect(cm.when()).toBeGreaterThan(now());
  });

  asyncTest("test_timeout_disabled", async () => {
    const cm = timeout(null);
    {
      await using _ = cm;
      await sleep(10);
    }
    expect(cm.expired()).toBe(false);
    expect(cm.when()).toBeNull();
  });

  asyncTest("test_timeout_at_disabled", async () => {
    const cm = timeoutAt(null);
    {
      await using _ = cm;
      await sleep(10);
    }
    expect(cm.expired()).toBe(false);
    expect(cm.when()).toBeNull();
  });

  asyncTest("test_timeout_zero", async () => {
    const t0 = now();
    const cm = timeout(0);
    await assertRaises(TimeoutError, async () => {
      await using _ = cm;
      await sleep(10_000);
    });
    expect(cm.expired()).toBe(true);
    expect(cm.when()).toBeGreaterThanOrEqual(t0);
    expect(cm.when()).toBeLessThanOrEqual(now());
  });

  asyncTest("test_timeout_zero_sleep_zero", async () => {
    const t0 = now();
    const cm = timeout(0);
    await assertRaises(TimeoutError, async () => {
      await using _ = cm;
      await sleep(0);
    });
    expect(cm.expired()).toBe(true);
    expect(cm.when()).toBeGreaterThanOrEqual(t0);
    expect(cm.when()).toBeLessThanOrEqual(now());
  });

  asyncTest("test_timeout_in_the_past_sleep_zero", async () => {
    const t0 = now();
    const cm = timeout(-11_000);
    await assertRaises(TimeoutError, async () => {
      await using _ = cm;
      await sleep(0);
    });
    expect(cm.expired()).toBe(true);
    expect(cm.when()).toBeLessThanOrEqual(t0);
    expect(cm.when()).toBeLessThanOrEqual(now());
  });

  asyncTest("test_foreign_exception_passed", async () => {
    const cm = timeout(10);
    await assertRaises(KeyError, async () => {
      await using _ = cm;
      throw new KeyError();
    });
    expect(cm.expired()).toBe(false);
  });

  asyncTest("test_timeout_exception_context", async () => {
    const error = await assertRaises(TimeoutError, async () => {
      await using _ = timeout(10);
      try {
        throw new ZeroDivisionError();
      } finally {
        await sleep(1000);
      }
    });
    const cancelled = error.cause;
    expect(cancelled).toBeInstanceOf(CancelledError);
    expect((cancelled as Error).cause).toBeUndefined();
  });

  asyncTest("test_foreign_exception_on_timeout", async () => {
    const crash = async (): Promise<void> => {
      try {
        await sleep(1000);
      } catch (error) {
        if (isCancelled(error)) throw new ZeroDivisionError("", { cause: error });
      }
    };
    const error = await assertRaises(ZeroDivisionError, async () => {
      await using _ = timeout(10);
      await crash();
    });
    const e2 = error.cause as Error;
    expect(e2).toBeInstanceOf(TimeoutError);
    expect(e2.cause).toBeInstanceOf(CancelledError);
  });

  asyncTest("test_foreign_exception_on_timeout_2", async () => {
    const error = await assertRaises(ZeroDivisionError, async () => {
      await using _ = timeout(10);
      try {
        try {
          throw new ValueError();
        } finally {
          await sleep(1000);
        }
      } catch (cancelled) {
        if (!isCancelled(cancelled)) throw cancelled;
        throw new ZeroDivisionError("", { cause: new KeyError("", { cause: cancelled }) });
      }
    });
    const e2 = error.cause as Error;
    expect(e2).toBeInstanceOf(KeyError);
    const e3 = e2.cause as Error;
    expect(e3).toBeInstanceOf(TimeoutError);
    const e4 = e3.cause as Error;
    expect(e4).toBeInstanceOf(CancelledError);
    expect(e4.cause).toBeUndefined();
  });

  asyncTest("test_foreign_cancel_doesnt_timeout_if_not_expired", async () => {
    const cm = timeout(10_000);
    await assertRaises(CancelledError, async () => {
      await using _ = cm;
      currentTask().cancel();
      await sleep(10_000);
    });
    expect(cm.expired()).toBe(false);
  });

  asyncTest("test_outer_task_is_not_cancelled", async () => {
    const outer = async (): Promise<void> => {
      await assertRaises(TimeoutError, async () => {
        await using _ = timeout(1);
        await sleep(10_000);
      });
    };
    const task = createTask(outer());
    await task;
    expect(task.cancelled()).toBe(false);
    expect(task.done()).toBe(true);
  });

  asyncTest("test_nested_timeouts_concurrent", async () => {
    await assertRaises(TimeoutError, async () => {
      await using _outer = timeout(2);
      await assertRaises(TimeoutError, async () => {
        await using _inner = timeout(100);
        // Pretend we crunch some numbers.
        busy(10);
        await sleep(1000);
      });
    });
  });

  asyncTest("test_nested_timeouts_loop_busy", async () => {
    // After the inner timeout is an expensive operation which should be stopped by the outer timeout.
    const t0 = now();
    await assertRaises(TimeoutError, async () => {
      await using _outer = timeout(100); // (1)
      await assertRaises(TimeoutError, async () => {
        await using _inner = timeout(10); // (2)
        // Pretend the loop is busy for a while.
        busy(100);
        await sleep(1000);
      });
      // TimeoutError was caught by (2)
      await sleep(10_000); // This sleep should be interrupted by (1)
    });
    expect(now() - t0).toBeLessThanOrEqual(1000);
  });

  asyncTest("test_reschedule", async () => {
    const loop = getRunningLoop();
    const fut = loop.createFuture<Timeout>();
    const deadline1 = loop.time() + 10_000;
    const deadline2 = deadline1 + 20_000;
    const f = async (): Promise<void> => {
      await using cm = timeoutAt(deadline1);
      fut.setResult(cm);
      await sleep(50_000);
    };
    const task = createTask(f());
    const cm = await fut;
    expect(cm.when()).toBe(deadline1);
    cm.reschedule(deadline2);
    expect(cm.when()).toBe(deadline2);
    cm.reschedule(null);
    expect(cm.when()).toBeNull();
    task.cancel();
    await assertRaises(CancelledError, task);
    expect(cm.expired()).toBe(false);
  });

  asyncTest("test_repr_active", async () => {
    await using cm = timeout(10_000);
    expect(String(cm)).toMatch(/^<Timeout \[active\] when=\d+>$/);
  });

  asyncTest("test_repr_expired", async () => {
    const cm = timeout(10);
    await assertRaises(TimeoutError, async () => {
      await using _ = cm;
      await sleep(10_000);
    });
    expect(String(cm)).toBe("<Timeout [expired]>");
  });

  asyncTest("test_repr_finished", async () => {
    const cm = timeout(10_000);
    {
      await using _ = cm;
      await sleep(0);
    }
    expect(String(cm)).toBe("<Timeout [finished]>");
  });

  asyncTest("test_repr_disabled", async () => {
    await using cm = timeout(null);
    expect(String(cm)).toBe("<Timeout [active] when=null>");
  });

  asyncTest("test_nested_timeout_in_finally", async () => {
    await assertRaises(TimeoutError, async () => {
      await using _ = timeout(10);
      try {
        await sleep(1000);
      } finally {
        await assertRaises(TimeoutError, async () => {
          await using _inner = timeout(10);
          await sleep(10_000);
        });
      }
    });
  });

  asyncTest("test_timeout_after_cancellation", async () => {
    try {
      currentTask().cancel();
      await sleep(1000); // work which will be cancelled
    } catch (error) {
      if (!isCancelled(error)) throw error;
    } finally {
      await assertRaises(TimeoutError, async () => {
        await using _ = timeout(0);
        await sleep(1000); // some cleanup
      });
    }
  });

  asyncTest("test_cancel_in_timeout_after_cancellation", async () => {
    try {
      currentTask().cancel();
      await sleep(1000); // work which will be cancelled
    } catch (error) {
      if (!isCancelled(error)) throw error;
    } finally {
      await assertRaises(CancelledError, async () => {
        await using _ = timeout(1000);
        currentTask().cancel();
        await sleep(2000); // some cleanup
      });
    }
  });

  asyncTest("test_timeout_already_entered", async () => {
    await using cm = timeout(10);
    await assertRaises(
      ScopeStateError,
      async () => {
        await using _ = cm;
      },
      /has already been entered/,
    );
  });

  asyncTest("test_timeout_double_enter", async () => {
    const cm = timeout(10);
    {
      await using _ = cm;
    }
    await assertRaises(
      ScopeStateError,
      async () => {
        await using _ = cm;
      },
      /has already been entered/,
    );
  });

  asyncTest("test_timeout_finished", async () => {
    const cm = timeout(10);
    {
      await using _ = cm;
    }
    expect(() => cm.reschedule(20)).toThrow(/finished/);
  });

  asyncTest("test_timeout_expired", async () => {
    const cm = timeout(10);
    await assertRaises(TimeoutError, async () => {
      await using _ = cm;
      await sleep(1000);
    });
    expect(() => cm.reschedule(20)).toThrow(/expired/);
  });

  asyncTest("test_timeout_expiring", async () => {
    await using cm = timeout(10);
    await assertRaises(CancelledError, sleep(1000));
    expect(() => cm.reschedule(20)).toThrow(/expiring/);
  });

  asyncTest("test_timeout_not_entered", async () => {
    const cm = timeout(10);
    expect(() => cm.reschedule(20)).toThrow(/has not been entered/);
  });

  asyncTest("test_timeout_without_task", async () => {
    const cm = timeout(10);
    let problem: unknown;
    getRunningLoop().callSoon(() => {
      try {
        cm[asyncEnter]();
      } catch (error) {
        problem = error;
      }
    });
    await sleep(0);
    expect(problem).toBeInstanceOf(ScopeStateError);
    expect(String(problem)).toMatch(/task/);
    expect(() => cm.reschedule(20)).toThrow(/has not been entered/);
  });

  asyncTest("test_timeout_taskgroup", async () => {
    const crash = async (): Promise<void> => {
      try {
        await sleep(2000); // Will be interrupted after 10 ms
      } catch (error) {
        if (isCancelled(error)) throw new ZeroDivisionError("", { cause: error }); // Crash in cleanup
      }
    };
    const eg = await assertRaises(ExceptionGroup, async () => {
      await using _ = timeout(10);
      await using tg = new TaskGroup();
      tg.createTask(crash());
      try {
        throw new ValueError();
      } finally {
        await sleep(1000);
      }
    });
    expect(eg.cause).toBeUndefined();
    expect(eg.exceptions.length).toBe(1);
    const e1 = eg.exceptions[0] as Error;
    // Expect ZeroDivisionError raised during handling of TimeoutError caused by CancelledError.
    expect(e1).toBeInstanceOf(ZeroDivisionError);
    const e2 = e1.cause as Error;
    expect(e2).toBeInstanceOf(TimeoutError);
    const e3 = e2.cause as Error;
    expect(e3).toBeInstanceOf(CancelledError);
    expect(e3.cause).toBeUndefined();
  });
});
