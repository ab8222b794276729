/** CPython's test_tasks.py: `wait`. */
import {
  ALL_COMPLETED,
  ArgumentError,
  createTask,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  sleep,
  type Task,
  wait,
  type WaitResult,
} from "tsyncio";
import { ZeroDivisionError } from "../python.js";
import { asyncTest, assertRaises, newLoop } from "../support.js";

type Result = WaitResult<Task<unknown>>;

/** Calls wait in a task, as a coroutine does: after the tasks made before have begun. */
const waitIn = async (...args: Parameters<typeof wait<Task<unknown>>>): Promise<Result> => await wait(...args);

const names = (set: Set<Task<unknown>>): string[] => [...set].map((task) => task.getName()).sort();

describe("test_tasks.BaseTaskTests", () => {
  const sleeper = async (ms: number): Promise<void> => {
    await sleep(ms);
  };

  test("test_wait", () => {
    const loop = newLoop();
    const a = loop.createTask(sleeper(100));
    const b = loop.createTask(sleeper(150));
    const foo = async (): Promise<number> => {
      const [done, pending] = await wait([b, a]);
      expect(done).toEqual(new Set([a, b]));
      expect(pending.size).toBe(0);
      return 42;
    };
    expect(loop.runUntilComplete(loop.createTask(foo()))).toBe(42);
    expect(loop.time()).toBe(150);
    // Doing it again should take no time and exercise a different path.
    expect(loop.runUntilComplete(loop.createTask(foo()))).toBe(42);
    expect(loop.time()).toBe(150);
  });

  asyncTest("test_wait_duplicate_coroutines", async () => {
    const coro = async (s: string): Promise<string> => s;
    const c = createTask(coro("test"));
    const [done, pending] = await wait([c, c, createTask(coro("spam"))]);
    expect(pending.size).toBe(0);
    expect(new Set([...done].map((f) => f.result()))).toEqual(new Set(["test", "spam"]));
    expect(done.size).toBe(2);
  });

  asyncTest("test_wait_errors", async () => {
    await assertRaises(ArgumentError, wait(new Set<Task<unknown>>()));
    // -1 is an invalid returnWhen value
    await assertRaises(ArgumentError, wait([createTask(sleep(1))], { returnWhen: -1 as never }), /returnWhen/);
  });

  const failing = async (ms: number): Promise<never> => {
    if (ms > 0) await sleep(ms);
    throw new ZeroDivisionError("err");
  };

  test("test_wait_first_completed", () => {
    const loop = newLoop();
    const a = loop.createTask(sleeper(10_000), { name: "a" });
    const b = loop.createTask(sleeper(100), { name: "b" });
    const [done, pending] = loop.runUntilComplete(waitIn([b, a], { returnWhen: FIRST_COMPLETED })) as Result;
    expect([names(done), names(pending)]).toEqual([["b"], ["a"]]);
    expect(a.done()).toBe(false);
    expect(b.done()).toBe(true);
    expect(b.result()).toBeUndefined();
    expect(loop.time()).toBe(100);
    loop.runUntilComplete(wait([a, b]));
  });

  test("test_wait_really_done", () => {
    // there is possibility that some tasks in the pending list became done but their callbacks haven't all been called yet
    const loop = newLoop();
    const coro1 = async (): Promise<void> => {
      await sleep(0);
    };
    const coro2 = async (): Promise<void> => {
      await sleep(0);
      await sleep(0);
    };
    const a = loop.createTask(coro1(), { name: "a" });
    const b = loop.createTask(coro2(), { name: "b" });
    const [done] = loop.runUntilComplete(waitIn([b, a], { returnWhen: FIRST_COMPLETED })) as Result;
    expect(names(done)).toEqual(["a", "b"]);
    expect(a.done()).toBe(true);
    expect(a.result()).toBeUndefined();
    expect(b.done()).toBe(true);
    expect(b.result()).toBeUndefined();
  });

  test("test_wait_first_exception", () => {
    // first exception: a task has failed already
    const loop = newLoop();
    const a = loop.createTask(sleeper(10_000), { name: "a" });
    const b = loop.createTask(failing(0), { name: "b" });
    const [done, pending] = loop.runUntilComplete(waitIn([b, a], { returnWhen: FIRST_EXCEPTION })) as Result;
    expect([names(done), names(pending)]).toEqual([["b"], ["a"]]);
    expect(loop.time()).toBe(0);
    loop.runUntilComplete(wait<Task<unknown>>([a, b]));
  });

  test("test_wait_first_exception_in_wait", () => {
    // first exception: during waiting
    const loop = newLoop();
    const a = loop.createTask(sleeper(10_000), { name: "a" });
    const b = loop.createTask(failing(10), { name: "b" });
    const [done, pending] = loop.runUntilComplete(waitIn([b, a], { returnWhen: FIRST_EXCEPTION })) as Result;
    expect([names(done), names(pending)]).toEqual([["b"], ["a"]]);
    expect(loop.time()).toBe(10);
    loop.runUntilComplete(wait<Task<unknown>>([a, b]));
  });

  test("test_wait_with_exception", () => {
    const loop = newLoop();
    const a = loop.createTask(sleeper(100));
    const b = loop.createTask(failing(150));
    const foo = async (): Promise<void> => {
      const [done, pending] = await wait<Task<unknown>>([b, a]);
      expect(done.size).toBe(2);
      expect(pending.size).toBe(0);
      expect([...done].filter((f) => f.exception() !== undefined).length).toBe(1);
    };
    loop.runUntilComplete(loop.createTask(foo()));
    expect(loop.time()).toBe(150);
    loop.runUntilComplete(loop.createTask(foo()));
    expect(loop.time()).toBe(150);
  });

  test("test_wait_with_timeout", () => {
    const loop = newLoop();
    const a = loop.createTask(sleeper(100), { name: "a" });
    const b = loop.createTask(sleeper(150), { name: "b" });
    const foo = async (): Promise<void> => {
      const [done, pending] = await wait([b, a], { timeout: 110 });
      expect([names(done), names(pending)]).toEqual([["a"], ["b"]]);
    };
    loop.runUntilComplete(loop.createTask(foo()));
    expect(loop.time()).toBe(110);
    loop.runUntilComplete(wait([a, b]));
  });

  test("test_wait_concurrent_complete", () => {
    const loop = newLoop();
    const a = loop.createTask(sleeper(100), { name: "a" });
    const b = loop.createTask(sleeper(150), { name: "b" });
    const [done, pending] = loop.runUntilComplete(waitIn([b, a], { timeout: 100 })) as Result;
    expect([names(done), names(pending)]).toEqual([["a"], ["b"]]);
    expect(loop.time()).toBe(100);
    loop.runUntilComplete(wait([a, b]));
  });

  test("test_wait_with_iterator_of_tasks", () => {
    const loop = newLoop();
    const a = loop.createTask(sleeper(100), { name: "a" });
    const b = loop.createTask(sleeper(150), { name: "b" });
    const foo = async (): Promise<number> => {
      const [done, pending] = await wait([b, a].values());
      expect([names(done), names(pending)]).toEqual([["a", "b"], []]);
      return 42;
    };
    expect(loop.runUntilComplete(loop.createTask(foo()))).toBe(42);
    expect(loop.time()).toBe(150);
  });

  asyncTest("test_wait_generator", async () => {
    const func = async (value: number): Promise<number> => value;
    const tasks = function* (): Generator<Task<number>> {
      for (let i = 0; i < 10; i++) yield createTask(func(i));
    };
    const [done, pending] = await wait(tasks(), { returnWhen: ALL_COMPLETED });
    expect(done.size).toBe(10);
    expect(pending.size).toBe(0);
  });

  asyncTest("test_wait_invalid_args", async () => {
    const coroutine = async (): Promise<void> => {};
    // wait() expects several futures, not a future
    await assertRaises(TypeError, wait(createTask(coroutine()) as never));
    const coro = coroutine() as unknown as { close(): void };
    await assertRaises(TypeError, wait(coro as never));
    coro.close();
    // wait() expects at least one future
    await assertRaises(ArgumentError, wait([]));
  });
});
