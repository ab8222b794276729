/** CPython's test_tasks.py: `asCompleted`, by plain and by asynchronous iteration. */
import type { Task } from "tsyncio";
import { asCompleted, createTask, ensureFuture, Future, isCoroutine, sleep, TimeoutError, wait } from "tsyncio";
import { busy } from "../python.js";
import { asyncTest, assertRaises, newLoop } from "../support.js";

type Options = Parameters<typeof asCompleted>[1];

const plain = async <T>(awaitables: Iterable<PromiseLike<T>>, options?: Options): Promise<T[]> => {
  const values: T[] = [];
  for (const f of asCompleted(awaitables, options)) values.push(await f);
  return values;
};

const asynchronous = async <T>(awaitables: Iterable<PromiseLike<T>>, options?: Options): Promise<T[]> => {
  const values: T[] = [];
  for await (const f of asCompleted(awaitables, options)) values.push((await f) as T);
  return values;
};

const styles = [plain, asynchronous];

const sleeper = async <T>(ms: number, value: T): Promise<T> => {
  await sleep(ms);
  return value;
};

describe("test_tasks.BaseTaskTests", () => {
  test("test_as_completed", () => {
    for (const collect of styles) {
      const loop = newLoop();
      const completed = new Set<string>();
      let shifted = false;
      const timed = async (ms: number, name: string): Promise<string> => {
        await sleep(ms);
        completed.add(name);
        if (!shifted && completed.has("a") && completed.has("b")) {
          shifted = true;
          busy(140);
        }
        return name;
      };
      const values = loop.runUntilComplete(collect([timed(10, "b"), timed(150, "c"), timed(10, "a")])) as string[];
      expect(loop.time()).toBe(150);
      expect(values.slice(0, 2).sort()).toEqual(["a", "b"]);
      expect(values[2]).toBe("c");
    }
  });

  asyncTest("test_as_completed_same_tasks_in_as_out", async () => {
    // Asynchronous iteration gives the futures that were passed in.
    const coro = async <T>(value: T): Promise<T> => value;
    const out = async (awaitables: Iterable<PromiseLike<unknown>>): Promise<Set<unknown>> => {
      const given = new Set<unknown>();
      for await (const f of asCompleted(awaitables)) given.add(f);
      return given;
    };
    const coroutines = [coro(0), coro(1), coro(2), coro(3)];
    const first = await out(coroutines);
    expect(first.size).toBe(4);
    for (const c of coroutines) expect(first.has(c)).toBe(false);
    // Tasks should be yielded back.
    const taskB = createTask(coro("b"));
    const taskD = createTask(coro("d"));
    const given: PromiseLike<unknown>[] = [coro("a"), taskB, coro("c"), taskD];
    const second = await out(given);
    expect(given.filter((awaitable) => second.has(awaitable))).toEqual([taskB, taskD]);
  });

  test("test_as_completed_with_timeout", () => {
    const tryPlain = async (a: Task<string>, b: Task<string>): Promise<unknown[]> => {
      const values: unknown[] = [];
      for (const f of asCompleted([a, b], { timeout: 120 })) {
        if (values.length > 0) busy(20);
        try {
          values.push(await f);
        } catch (error) {
          values.push(error);
        }
      }
      return values;
    };
    const tryAsynchronous = async (a: Task<string>, b: Task<string>): Promise<unknown[]> => {
      const values: unknown[] = [];
      try {
        for await (const f of asCompleted([a, b], { timeout: 120 })) {
          values.push(await f);
          busy(20);
        }
      } catch (error) {
        values.push(error);
      }
      return values;
    };
    for (const attempt of [tryPlain, tryAsynchronous]) {
      const loop = newLoop();
      const a = loop.createTask(sleeper(100, "a"));
      const b = loop.createTask(sleeper(150, "b"));
      const values = loop.runUntilComplete(attempt(a, b)) as unknown[];
      expect(values.length).toBe(2);
      expect(values[0]).toBe("a");
      expect(values[1]).toBeInstanceOf(TimeoutError);
      expect(loop.time()).toBe(120);
      loop.runUntilComplete(wait([a, b]));
      expect(b.result()).toBe("b");
    }
  });

  test("test_as_completed_with_unused_timeout", () => {
    for (const collect of styles) {
      const loop = newLoop();
      expect(loop.runUntilComplete(collect([sleeper(10, "a")], { timeout: 1000 }))).toEqual(["a"]);
      expect(loop.time()).toBe(10);
      expect(loop.hasTimers).toBe(false);
    }
  });

  asyncTest("test_as_completed_resume_iterator", async () => {
    // What was left can be iterated further.
    const coro = async (value: number): Promise<number> => value;
    const some = (): PromiseLike<number>[] => [coro(0), coro(1), coro(2), coro(3)];
    const tryPlain = async (): Promise<unknown[]> => {
      const iterator = asCompleted(some());
      const collected: unknown[] = [];
      for (const f of iterator) {
        collected.push(await f);
        if (collected.length === 2) break;
      }
      expect(collected.length).toBe(2);
      for (const f of iterator) collected.push(await f);
      return collected;
    };
    const tryAsynchronous = async (): Promise<unknown[]> => {
      const iterator = asCompleted(some());
      const collected: unknown[] = [];
      for await (const f of iterator) {
        collected.push(await f);
        if (collected.length === 2) break;
      }
      expect(collected.length).toBe(2);
      for await (const f of iterator) collected.push(await f);
      return collected;
    };
    expect((await tryPlain()).sort()).toEqual([0, 1, 2, 3]);
    expect((await tryAsynchronous()).sort()).toEqual([0, 1, 2, 3]);
  });

  test("test_as_completed_reverse_wait", () => {
    // The first one awaited gives the first result, whichever was given out first.
    const loop = newLoop();
    const main = async (): Promise<void> => {
      const futs = [...asCompleted([sleeper(50, "a"), sleeper(100, "b")])];
      expect(futs.length).toBe(2);
      const [first, second] = futs as [PromiseLike<string>, PromiseLike<string>];
      expect(await second).toBe("a");
      expect(loop.time()).toBe(50);
      expect(await first).toBe("b");
      expect(loop.time()).toBe(100);
    };
    loop.runUntilComplete(main());
  });

  test("test_as_completed_concurrent", () => {
    // Several of what it gives can be awaited concurrently.
    const givePlain = async (fs: PromiseLike<string>[]): Promise<PromiseLike<string>[]> => [...asCompleted(fs)];
    const giveAsynchronous = async (fs: PromiseLike<string>[]): Promise<PromiseLike<string>[]> => {
      const given: PromiseLike<string>[] = [];
      for await (const f of asCompleted(fs)) given.push(f as PromiseLike<string>);
      return given;
    };
    for (const give of [givePlain, giveAsynchronous]) {
      const loop = newLoop();
      const main = async (): Promise<void> => {
        const futs = await give([sleeper(50, "a"), sleeper(50, "b")]);
        expect(futs.length).toBe(2);
        const [done] = await wait(futs.map((fut) => ensureFuture(fut) as Future<string>));
        expect([...done].map((f) => f.result()).sort()).toEqual(["a", "b"]);
      };
      loop.runUntilComplete(main());
      expect(loop.time()).toBe(50);
    }
  });

  test("test_as_completed_duplicate_coroutines", () => {
    const coro = async (s: string): Promise<string> => s;
    for (const collect of styles) {
      const c = coro("ham");
      const result = newLoop().runUntilComplete(collect([c, c, coro("spam")])) as string[];
      expect(result.sort()).toEqual(["ham", "spam"]);
    }
  });

  asyncTest("test_as_completed_coroutine_use_running_loop", async () => {
    const coro = async (): Promise<number> => 42;
    const futs = [...asCompleted([coro()])];
    expect(futs.length).toBe(1);
    expect(isCoroutine(futs[0])).toBe(true);
    expect(await futs[0]).toBe(42);
  });

  asyncTest("test_as_completed_invalid_args", async () => {
    const coroutine = async (): Promise<void> => {};
    // asCompleted() expects several futures, not a future
    expect(() => asCompleted(new Future() as never)).toThrow(TypeError);
    const coro = coroutine() as unknown as { close(): void };
    expect(() => asCompleted(coro as never)).toThrow(TypeError);
    const iterate = async (awaitable: unknown): Promise<void> => {
      for await (const _ of asCompleted(awaitable as never)) break;
    };
    await assertRaises(TypeError, iterate(new Future()));
    await assertRaises(TypeError, iterate(coro));
    coro.close();
  });
});
