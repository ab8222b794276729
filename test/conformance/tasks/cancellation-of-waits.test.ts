/** CPython's test_tasks.py: cancelling what tasks wait for, `gather` and `wait` among it. */
import { createTask, type Future, gather, isCancelled, sleep, wait } from "tsyncio";
import { newLoop } from "../support.js";
import { expectCancelled, reasons, runBriefly, sleeper, waitingFor } from "./support.js";

describe("test_tasks.BaseTaskTests", () => {
  test("test_sleep_cancel", () => {
    const loop = newLoop();
    const t = loop.createTask(sleeper());
    runBriefly(loop);
    expect(loop.hasTimers).toBe(true);
    t.cancel();
    runBriefly(loop);
    expect(loop.hasTimers).toBe(false);
  });

  test("test_task_cancel_sleeping_task", () => {
    const loop = newLoop();
    const long = async (): Promise<void> => {
      await sleep(5_000_000);
    };
    const doit = async (): Promise<string> => {
      const sleeping = createTask(long());
      loop.callLater(100, () => sleeping.cancel());
      try {
        await sleeping;
      } catch (error) {
        if (isCancelled(error)) return "cancelled";
      }
      return "slept in";
    };
    expect(loop.runUntilComplete(doit())).toBe("cancelled");
    expect(loop.time()).toBe(100);
  });

  test("test_task_cancel_waiter_future", () => {
    const loop = newLoop();
    const fut = loop.createFuture<void>();
    const task = waitingFor(loop, fut);
    task.cancel();
    runBriefly(loop);
    expectCancelled(loop, task);
    expect(fut.cancelled()).toBe(true);
  });

  test("test_yield_future_passes_cancel", () => {
    // Cancelling outer() cancels inner() cancels waiter.
    const loop = newLoop();
    const waiter = loop.createFuture<void>();
    let proof = 0;
    const inner = async (): Promise<void> => {
      try {
        await waiter;
      } catch (error) {
        if (isCancelled(error)) proof += 1;
        throw error;
      }
    };
    const outer = async (): Promise<void> => {
      try {
        await inner();
      } catch (error) {
        if (isCancelled(error)) proof += 100; // Expect this path.
        return;
      }
      proof += 10;
    };
    const f = loop.createTask(outer());
    runBriefly(loop);
    f.cancel();
    loop.runUntilComplete(f);
    expect(proof).toBe(101);
    expect(waiter.cancelled()).toBe(true);
  });

  test("test_yield_wait_does_not_shield_cancel", () => {
    // Cancelling outer() makes wait() return early, leaves inner() running.
    const loop = newLoop();
    const waiter = loop.createFuture<void>();
    let proof = 0;
    const inner = async (): Promise<void> => {
      await waiter;
      proof += 1;
    };
    const outer = async (): Promise<void> => {
      await wait([createTask(inner())]);
      proof += 100;
    };
    const f = loop.createTask(outer());
    runBriefly(loop);
    runBriefly(loop);
    f.cancel();
    expectCancelled(loop, f);
    waiter.setResult();
    runBriefly(loop);
    expect(proof).toBe(1);
  });

  test("test_cancel_gather_1", () => {
    // A gathering future refuses to be cancelled once all children are done.
    const loop = newLoop();
    const fut = loop.createFuture<number>();
    const create = async (): Promise<{ gathering: Future<[number]> }> => {
      // The indirection is needed: the gathering future is done at the same time as the child otherwise.
      const child = async (): Promise<number> => await fut;
      return { gathering: gather(child()) };
    };
    const { gathering } = loop.runUntilComplete(create()) as { gathering: Future<[number]> };
    let result: boolean | undefined;
    fut.addDoneCallback(() => {
      result = gathering.cancel();
    });
    fut.setResult(42);
    loop.runUntilComplete(gathering);
    // Python issue #26923: asyncio.gather drops cancellation
    expect(result).toBe(false);
    expect(gathering.cancelled()).toBe(false);
    expect(gathering.result()).toEqual([42]);
  });

  test("test_cancel_gather_2", () => {
    for (const reason of reasons) {
      const loop = newLoop();
      const repeated = async (): Promise<void> => {
        for (let time = 0; time <= 1000; time += 50) await gather(sleep(50), { returnExceptions: true });
      };
      const main = async (): Promise<void> => {
        const qwe = createTask(repeated());
        await sleep(200);
        qwe.cancel(reason);
        await qwe;
      };
      expect(expectCancelled(loop, main()).reason).toBe(reason);
    }
  });
});
