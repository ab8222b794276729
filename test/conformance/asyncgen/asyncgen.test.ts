/** `asend(v)` is `next(v)` here, `athrow(e)` is `throw(e)`, `aclose()` is `return()`. */
import {
  allTasks,
  CancelledError,
  createTask,
  ensureFuture,
  getRunningLoop,
  run,
  simulatedHost,
  sleep,
  type EventLoop,
  type ExceptionContext,
} from "tsyncio";
import { assertRaises, asyncTest, newLoop } from "../support.js";
import { divideByZero, ZeroDivisionError } from "../python.js";

const toList = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
};

const sleepAndCrash = async (delay: number): Promise<never> => {
  await sleep(delay);
  return divideByZero();
};

/** Awaits a future that is cancelled half way. */
const sleepAndBeCancelled = async (delay: number): Promise<void> => {
  const future = ensureFuture(sleep(delay));
  getRunningLoop().callLater(delay / 2, () => future.cancel());
  await future;
};

describe("test.test_asyncgen.AsyncGenTest", () => {
  asyncTest("test_async_gen_iteration_01", async () => {
    async function* gen(): AsyncGenerator<number> {
      await sleep(0);
      const sent: unknown = yield 123;
      expect(sent).toBeUndefined();
      await sleep(0);
      yield 456;
      await sleep(0);
      yield 789;
    }
    expect(await toList(gen())).toEqual([123, 456, 789]);
  });

  asyncTest("test_async_gen_exception_03", async () => {
    async function* gen(): AsyncGenerator<number> {
      await sleep(0);
      yield 123;
      await sleepAndCrash(0);
      yield 456;
    }
    await assertRaises(ZeroDivisionError, toList(gen()));
  });
});

describe("test.test_asyncgen.AsyncGenAsyncioTest", () => {
  asyncTest("test_async_gen_aiter", async () => {
    async function* gen(): AsyncGenerator<number> {
      yield 1;
      yield 2;
    }
    expect(await toList(gen()[Symbol.asyncIterator]())).toEqual([1, 2]);
  });

  asyncTest("test_async_gen_aiter_class", async () => {
    class Gen {
      async *[Symbol.asyncIterator](): AsyncGenerator<number> {
        yield 1;
        yield 2;
      }
    }
    const results: number[] = [];
    const iterator = new Gen()[Symbol.asyncIterator]();
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) results.push(next.value);
    expect(results).toEqual([1, 2]);
  });

  test("test_aiter_idempotent", () => {
    async function* gen(): AsyncGenerator<number> {
      yield 1;
    }
    const once = gen()[Symbol.asyncIterator]();
    expect(once[Symbol.asyncIterator]()).toBe(once);
  });

  asyncTest("test_async_gen_asyncio_01", async () => {
    async function* gen(): AsyncGenerator<number> {
      yield 1;
      await sleep(10);
      yield 2;
      await sleep(10);
      return;
    }
    expect(await toList(gen())).toEqual([1, 2]);
  });

  asyncTest("test_async_gen_asyncio_02", async () => {
    async function* gen(): AsyncGenerator<number> {
      yield 1;
      await sleep(10);
      yield 2;
      divideByZero();
    }
    await assertRaises(ZeroDivisionError, toList(gen()));
  });

  asyncTest("test_async_gen_asyncio_03", async () => {
    class Gen {
      async *[Symbol.asyncIterator](): AsyncGenerator<number> {
        yield 1;
        await sleep(10);
        yield 2;
      }
    }
    expect(await toList(new Gen())).toEqual([1, 2]);
  });

  asyncTest("test_async_gen_asyncio_aclose_07", async () => {
    let done = 0;
    async function* foo(): AsyncGenerator<number> {
      try {
        yield 1;
        divideByZero();
      } finally {
        await sleep(10);
        await sleep(10);
        done += 1;
      }
      done += 1000;
    }
    const generator = foo();
    await generator.next();
    await generator.return(undefined);
    expect(done).toBe(1);
  });

  asyncTest("test_async_gen_asyncio_aclose_08", async () => {
    let done = 0;
    const future = getRunningLoop().createFuture<void>();
    async function* foo(): AsyncGenerator<number> {
      try {
        yield 1;
        await future;
        done += 1000;
        yield 2;
      } finally {
        await sleep(10);
        await sleep(10);
        done += 1;
      }
      done += 1000;
    }
    const generator = foo();
    expect((await generator.next()).value).toBe(1);
    await generator.return(undefined);
    expect(done).toBe(1);
    future.cancel();
    await sleep(10);
  });

  asyncTest("test_async_gen_asyncio_aclose_12", async () => {
    let done = 0;
    async function* foo(): AsyncGenerator<number> {
      const task = createTask(sleepAndCrash(10));
      try {
        yield 1;
      } finally {
        try {
          await task;
        } catch (error) {
          if (!(error instanceof ZeroDivisionError)) throw error;
          done = 1;
        }
      }
    }
    const generator = foo();
    await generator.next();
    await generator.return(undefined);
    expect(done).toBe(1);
  });

  asyncTest("test_async_gen_asyncio_asend_02", async () => {
    let done = 0;
    async function* gen(): AsyncGenerator<number, void, number> {
      try {
        await sleep(10);
        const sent = yield 1;
        await sleepAndCrash(10);
        done += 1000;
        yield sent * 2;
      } finally {
        await sleep(10);
        await sleep(10);
        done = 1;
      }
    }
    const generator = gen();
    expect((await generator.next(0)).value).toBe(1);
    await assertRaises(ZeroDivisionError, generator.next(100));
    expect(done).toBe(1);
  });

  asyncTest("test_async_gen_asyncio_asend_03", async () => {
    let done = 0;
    async function* gen(): AsyncGenerator<number, void, number> {
      try {
        await sleep(10);
        const sent = yield 1;
        await sleepAndBeCancelled(10);
        done += 1000;
        yield sent * 2;
      } finally {
        await sleep(10);
        await sleep(10);
        done = 1;
      }
    }
    const generator = gen();
    expect((await generator.next(0)).value).toBe(1);
    await assertRaises(CancelledError, generator.next(100));
    expect(done).toBe(1);
  });

  asyncTest("test_async_gen_asyncio_athrow_02", async () => {
    let done = 0;
    class FooError extends Error {}
    async function* gen(): AsyncGenerator<number, void, number> {
      try {
        await sleep(10);
        let sent = 0;
        try {
          sent = yield 1;
        } catch (error) {
          if (!(error instanceof FooError)) throw error;
          await sleepAndBeCancelled(10);
        }
        yield sent * 2;
        await sleep(10);
      } finally {
        await sleep(10);
        await sleep(10);
        done = 1;
      }
    }
    const generator = gen();
    expect((await generator.next(0)).value).toBe(1);
    await assertRaises(CancelledError, generator.throw(new FooError()));
    expect(done).toBe(1);
  });

  asyncTest("test_async_gen_asyncio_athrow_tuple", async () => {
    async function* gen(): AsyncGenerator<number | [number]> {
      try {
        yield 1;
      } catch (error) {
        if (!(error instanceof ZeroDivisionError)) throw error;
        yield [2];
      }
    }
    const generator = gen();
    expect((await generator.next()).value).toBe(1);
    expect((await generator.throw(new ZeroDivisionError())).value).toEqual([2]);
    expect((await generator.next()).done).toBe(true);
  });

  test("test_async_gen_asyncio_shutdown_01", () => {
    let finalized = 0;
    async function* waiter(timeout: number): AsyncGenerator<number> {
      try {
        await sleep(timeout);
        yield 1;
      } finally {
        await sleep(0);
        finalized += 1;
      }
    }
    const wait = async (): Promise<void> => {
      for await (const _ of waiter(1000));
    };
    const pause = async (): Promise<void> => {
      await sleep(100);
    };
    const loop = newLoop();
    const tasks = [loop.createTask(wait()), loop.createTask(wait())];
    loop.runUntilComplete(pause());
    for (const task of tasks) task.cancel();
    for (const task of tasks) expect(() => loop.runUntilComplete(task)).toThrow(CancelledError);
    loop.runUntilComplete(loop.shutdownAsyncgens());
    expect(finalized).toBe(2);
  });

  test("test_async_gen_asyncio_shutdown_02", () => {
    const messages: ExceptionContext[] = [];
    async function* iterate(): AsyncGenerator<number> {
      yield 1;
      yield 2;
    }
    const main = async (): Promise<void> => {
      getRunningLoop().setExceptionHandler((_loop: EventLoop, context) => messages.push(context));
      // Not left with `break`, which closes it here: the loop does.
      await iterate().next();
    };
    run(main, { host: simulatedHost() });
    expect(messages).toEqual([]);
  });

  asyncTest("test_async_gen_aclose_twice_with_different_coros", async () => {
    async function* iterate(): AsyncGenerator<number> {
      yield 1;
      yield 2;
    }
    const generator = iterate();
    await generator.return(undefined);
    await generator.return(undefined);
  });

  asyncTest("test_async_gen_aclose_after_exhaustion", async () => {
    async function* iterate(): AsyncGenerator<number> {
      yield 1;
      yield 2;
    }
    const generator = iterate();
    expect(await toList(generator)).toEqual([1, 2]);
    await generator.return(undefined);
  });

  asyncTest("test_async_gen_aclose_compatible_with_get_stack", async () => {
    async function* iterate(): AsyncGenerator<object> {
      yield {};
    }
    createTask(iterate().return(undefined) as Promise<unknown>);
    const tasks = [...allTasks()];
    expect(tasks.length).toBeGreaterThanOrEqual(2);
    for (const task of tasks) expect(Array.isArray(task.stack())).toBe(true);
  });
});
