/** CPython's test_tasks.py: `gather`, of futures and of coroutines. */
import { CancelledError, type EventLoop, ForeignLoopError, Future, gather, type GatherOptions } from "tsyncio";
import { RuntimeError, ZeroDivisionError } from "../python.js";
import { newLoop } from "../support.js";
import { expectCancelled, runBriefly, runReady } from "./support.js";

const asFutures = <T>(futures: Future<T>[]): PromiseLike<T>[] => futures;

const asCoroutines = <T>(futures: Future<T>[]): PromiseLike<T>[] =>
  futures.map((future) => (async (): Promise<T> => await future)());

/** Calls gather inside the loop. */
const gatherOn = (
  loop: EventLoop,
  awaitables: PromiseLike<unknown>[],
  options: GatherOptions = {},
): Future<unknown[]> => {
  const inside = async (): Promise<{ made: Future<unknown[]> }> => ({
    made: gather(...awaitables, options) as Future<unknown[]>,
  });
  return (loop.runUntilComplete(inside()) as { made: Future<unknown[]> }).made;
};

/** Both kinds of children. */
const kinds = [asFutures, asCoroutines];

const create = (loop: EventLoop, count: number): Future<unknown>[] =>
  Array.from({ length: count }, () => loop.createFuture());

describe("test_tasks.GatherTestsBase", () => {
  const checkSuccess = (options: GatherOptions): void => {
    for (const wrap of kinds) {
      const loop = newLoop();
      const [a, b, c] = create(loop, 3) as [Future<unknown>, Future<unknown>, Future<unknown>];
      const fut = gatherOn(loop, wrap([a, b, c]), options);
      const called: unknown[] = [];
      fut.addDoneCallback((done) => called.push(done));
      b.setResult(1);
      a.setResult(2);
      runReady(loop);
      expect(called).toEqual([]);
      expect(fut.done()).toBe(false);
      c.setResult(3);
      runReady(loop);
      expect(called).toEqual([fut]);
      expect(fut.result()).toEqual([2, 1, 3]);
    }
  };

  test("test_success", () => {
    checkSuccess({});
    checkSuccess({ returnExceptions: false });
  });

  test("test_result_exception_success", () => {
    checkSuccess({ returnExceptions: true });
  });

  test("test_one_exception", () => {
    for (const wrap of kinds) {
      const loop = newLoop();
      const futures = create(loop, 5);
      const [a, b, c, d, e] = futures;
      const fut = gatherOn(loop, wrap(futures));
      const called: unknown[] = [];
      fut.addDoneCallback((done) => {
        called.push(done);
        called.push(done.exception());
      });
      const error = new ZeroDivisionError();
      a?.setResult(1);
      b?.setException(error);
      runReady(loop);
      expect(fut.done()).toBe(true);
      expect(called).toEqual([fut, error]);
      // Does nothing
      c?.setResult(3);
      d?.cancel();
      e?.setException(new RuntimeError());
      e?.exception();
    }
  });

  test("test_return_exceptions", () => {
    for (const wrap of kinds) {
      const loop = newLoop();
      const futures = create(loop, 4);
      const [a, b, c, d] = futures;
      const fut = gatherOn(loop, wrap(futures), { returnExceptions: true });
      const called: unknown[] = [];
      fut.addDoneCallback((done) => called.push(done));
      const error = new ZeroDivisionError();
      const error2 = new RuntimeError();
      b?.setResult(1);
      c?.setException(error);
      a?.setResult(3);
      runReady(loop);
      expect(fut.done()).toBe(false);
      d?.setException(error2);
      runReady(loop);
      expect(fut.done()).toBe(true);
      expect(called).toEqual([fut]);
      expect(fut.result()).toEqual([3, 1, error, error2]);
    }
  });
});

describe("test_tasks.FutureGatherTests", () => {
  test("test_constructor_empty_sequence_use_running_loop", () => {
    const loop = newLoop();
    const fut = gatherOn(loop, []);
    expect(fut).toBeInstanceOf(Future);
    expect(fut.getLoop()).toBe(loop);
    runReady(loop);
    expect(fut.done()).toBe(true);
    expect(fut.result()).toEqual([]);
  });

  test("test_constructor_heterogenous_futures", () => {
    expect(() => gather(newLoop().createFuture(), newLoop().createFuture())).toThrow(ForeignLoopError);
  });

  test("test_constructor_homogenous_futures", () => {
    const loop = newLoop();
    const children = create(loop, 3);
    for (let i = 0; i < 2; i++) {
      const fut = gather(...children);
      expect(fut.getLoop()).toBe(loop);
      runReady(loop);
      expect(fut.done()).toBe(false);
    }
  });

  test("test_one_cancellation", () => {
    const loop = newLoop();
    const [a, b, c, d, e] = create(loop, 5) as [Future, Future, Future, Future, Future];
    const fut = gather(a, b, c, d, e);
    const called: unknown[] = [];
    fut.addDoneCallback((done) => called.push(done, done.exception()));
    a.setResult(1);
    b.cancel();
    runReady(loop);
    expect(fut.done()).toBe(true);
    expect(called[0]).toBe(fut);
    expect(fut.cancelled()).toBe(false);
    expect(called[1]).toBeInstanceOf(CancelledError);
    // Does nothing
    c.setResult(3);
    d.cancel();
    e.setException(new RuntimeError());
    e.exception();
  });

  test("test_result_exception_one_cancellation", () => {
    const loop = newLoop();
    const [a, b, c, d, e, f] = create(loop, 6) as [Future, Future, Future, Future, Future, Future];
    const fut = gather(a, b, c, d, e, f, { returnExceptions: true });
    const called: unknown[] = [];
    fut.addDoneCallback((done) => called.push(done));
    a.setResult(1);
    const zde = new ZeroDivisionError();
    b.setException(zde);
    c.cancel();
    runReady(loop);
    expect(fut.done()).toBe(false);
    d.setResult(3);
    e.cancel();
    const rte = new RuntimeError();
    f.setException(rte);
    const result = loop.runUntilComplete(fut) as unknown[];
    expect(result[2]).toBeInstanceOf(CancelledError);
    expect(result[4]).toBeInstanceOf(CancelledError);
    result[2] = result[4] = undefined;
    expect(result).toEqual([1, zde, undefined, 3, undefined, rte]);
    runReady(loop);
    expect(called).toEqual([fut]);
  });
});

describe("test_tasks.CoroutineGatherTests", () => {
  test("test_constructor_use_running_loop", () => {
    const loop = newLoop();
    const coro = async (): Promise<string> => "abc";
    const fut = gatherOn(loop, [coro(), coro()]);
    expect(fut.getLoop()).toBe(loop);
    loop.runUntilComplete(fut);
  });

  test("test_duplicate_coroutines", () => {
    const loop = newLoop();
    const coro = async (s: string): Promise<string> => s;
    const c = coro("abc");
    const fut = gatherOn(loop, [c, c, coro("def"), c]);
    runReady(loop);
    expect(fut.result()).toEqual(["abc", "abc", "def", "abc"]);
  });

  test("test_cancellation_broadcast", () => {
    // Cancelling outer() cancels all children. (The children wait for a future each: two share none, see semantics.md.)
    const loop = newLoop();
    const waiters = [loop.createFuture<void>(), loop.createFuture<void>()];
    let proof = 0;
    const inner = async (waiter: Future<void>): Promise<void> => {
      await waiter;
      proof += 1;
    };
    const [child1, child2] = waiters.map((waiter) => loop.createTask(inner(waiter)));
    let gatherer: Future<unknown> | undefined;
    const outer = async (): Promise<void> => {
      await (gatherer = gather(child1!, child2!));
      proof += 100;
    };
    const f = loop.createTask(outer());
    runBriefly(loop);
    expect(f.cancel()).toBe(true);
    expectCancelled(loop, f);
    expect(gatherer?.cancel()).toBe(false);
    for (const future of [...waiters, child1, child2]) expect(future?.cancelled()).toBe(true);
    runBriefly(loop);
    expect(proof).toBe(0);
  });

  test("test_exception_marking", () => {
    // The second failure counts as looked at.
    const loop = newLoop();
    const reported: unknown[] = [];
    loop.setExceptionHandler((_loop, context) => reported.push(context));
    const inner = async (f: Future<void>): Promise<void> => {
      await f;
      throw new RuntimeError("should not be ignored");
    };
    const a = loop.createFuture<void>();
    const b = loop.createFuture<void>();
    const outer = async (): Promise<void> => {
      await gather(inner(a), inner(b));
    };
    const f = loop.createTask(outer());
    let error: unknown;
    f.addDoneCallback(() => {
      error = f.exception();
    });
    runReady(loop);
    a.setResult();
    runReady(loop);
    b.setResult();
    runReady(loop);
    expect(error).toBeInstanceOf(RuntimeError);
    expect(reported).toEqual([]);
  });

  test("test_issue46672", () => {
    const loop = newLoop();
    const reported: unknown[] = [];
    loop.setExceptionHandler((_loop, context) => reported.push(context));
    const coro = async (s: string): Promise<string> => s;
    const c = coro("abc");
    expect(() => gatherOn(loop, [c, {} as never])).toThrow(TypeError);
    runReady(loop);
    // Nothing was started: the coroutine is as it was.
    expect(loop.runUntilComplete(loop.createTask(c))).toBe("abc");
    expect(reported).toEqual([]);
  });
});
