/** CPython's test_tasks.py: `shield`. */
import { createTask, Future, gather, shield, sleep } from "tsyncio";
import { RuntimeError } from "../python.js";
import { asyncTest, newLoop } from "../support.js";
import { expectCancelled, runBriefly } from "./support.js";

describe("test_tasks.BaseTaskTests", () => {
  test("test_shield_result", () => {
    const loop = newLoop();
    const inner = loop.createFuture<number>();
    const outer = shield(inner);
    inner.setResult(42);
    expect(loop.runUntilComplete(outer)).toBe(42);
  });

  test("test_shield_exception", () => {
    const loop = newLoop();
    const inner = loop.createFuture<void>();
    const outer = shield(inner);
    const seen: unknown[] = [];
    outer.addDoneCallback(() => seen.push(outer.exception()));
    runBriefly(loop);
    const error = new RuntimeError("expected");
    inner.setException(error);
    runBriefly(loop);
    runBriefly(loop);
    expect(seen).toEqual([error]);
  });

  test("test_shield_cancel_inner", () => {
    const loop = newLoop();
    const inner = loop.createFuture<void>();
    const outer = shield(inner);
    runBriefly(loop);
    inner.cancel();
    runBriefly(loop);
    expect(outer.cancelled()).toBe(true);
  });

  test("test_shield_cancel_outer", () => {
    const loop = newLoop();
    const inner = loop.createFuture<void>();
    const outer = shield(inner);
    runBriefly(loop);
    outer.cancel();
    runBriefly(loop);
    expect(outer.cancelled()).toBe(true);
    expect(inner.done()).toBe(false);
    // Nothing is left with either.
    for (const future of [outer, inner]) expect((future as any).waiters).toBeNull();
  });

  /** An inner future whose shield was cancelled `times` times, and what the loop's handler was told. */
  const abandoned = (times: number) => {
    const loop = newLoop();
    const reported: unknown[] = [];
    loop.setExceptionHandler((_loop, context) => reported.push(context.exception));
    const inner = loop.createFuture<number>();
    for (let i = 0; i < times; i++) {
      const outer = shield(inner);
      runBriefly(loop);
      outer.cancel();
      runBriefly(loop);
    }
    return { loop, reported, inner };
  };

  test("test_shield_cancel_outer_result", () => {
    const { loop, reported, inner } = abandoned(1);
    inner.setResult(1);
    runBriefly(loop);
    expect(reported).toEqual([]);
  });

  test("test_shield_cancel_outer_exception", () => {
    const { loop, reported, inner } = abandoned(1);
    const error = new Error("foo");
    inner.setException(error);
    runBriefly(loop);
    expect(reported).toEqual([error]);
  });

  test("test_shield_duplicate_log_once", () => {
    const { loop, reported, inner } = abandoned(2);
    const error = new Error("foo");
    inner.setException(error);
    runBriefly(loop);
    runBriefly(loop);
    expect(reported).toEqual([error]);
  });

  test("test_shield_shortcut", () => {
    const loop = newLoop();
    const fut = loop.createFuture<number>();
    fut.setResult(42);
    expect(loop.runUntilComplete(shield(fut))).toBe(42);
  });

  test("test_shield_effect", () => {
    // Cancelling outer() does not affect inner().
    const loop = newLoop();
    const waiter = loop.createFuture<void>();
    let proof = 0;
    const inner = async (): Promise<void> => {
      await waiter;
      proof += 1;
    };
    const outer = async (): Promise<void> => {
      await shield(inner());
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

  test("test_shield_gather", () => {
    const loop = newLoop();
    const child1 = loop.createFuture<number>();
    const child2 = loop.createFuture<number>();
    const parent = gather(child1, child2);
    const outer = shield(parent);
    runBriefly(loop);
    outer.cancel();
    runBriefly(loop);
    expect(outer.cancelled()).toBe(true);
    child1.setResult(1);
    child2.setResult(2);
    runBriefly(loop);
    expect(parent.result()).toEqual([1, 2]);
  });

  test("test_gather_shield", () => {
    const loop = newLoop();
    const child1 = loop.createFuture<number>();
    const child2 = loop.createFuture<number>();
    const inner1 = shield(child1);
    const inner2 = shield(child2);
    const parent = gather(inner1, inner2);
    runBriefly(loop);
    parent.cancel();
    // This should cancel inner1 and inner2 but not child1 and child2.
    expectCancelled(loop, parent);
    expect(inner1.cancelled()).toBe(true);
    expect(inner2.cancelled()).toBe(true);
    child1.setResult(1);
    child2.setResult(2);
    runBriefly(loop);
    expect([child1.result(), child2.result()]).toEqual([1, 2]);
  });

  asyncTest("test_shield_coroutine_use_running_loop", async () => {
    const coro = async (): Promise<number> => 42;
    const outer = shield(coro());
    expect(outer.getLoop()).toBe(createTask(sleep(0)).getLoop());
    expect(outer).toBeInstanceOf(Future);
    expect(await outer).toBe(42);
  });
});
