import {
  BoundedSemaphore,
  Condition,
  CoroutineReusedError,
  createTask,
  currentTask,
  ensureFuture,
  isCoroutine,
  Lock,
  Semaphore,
  sleep,
  type Task,
} from "tsyncio";
import { newLoop } from "../support.js";

describe("test_pep492.LockTests", () => {
  test("test_context_manager_async_with", () => {
    for (const primitive of [new Lock(), new Condition(), new Semaphore(), new BoundedSemaphore()]) {
      const loop = newLoop();
      const body = async (): Promise<void> => {
        await sleep(10);
        expect(primitive.locked()).toBe(false);
        {
          await using _ = primitive;
          expect(primitive.locked()).toBe(true);
          await sleep(10);
          expect(primitive.locked()).toBe(true);
        }
        expect(primitive.locked()).toBe(false);
      };
      loop.runUntilComplete(body());
      expect(primitive.locked()).toBe(false);
    }
  });
});

describe("test_pep492.CoroutineTests", () => {
  test("test_iscoroutine", () => {
    const foo = async (): Promise<void> => {};
    const coroutine = foo();
    expect(isCoroutine(coroutine)).toBe(true);
    (coroutine as unknown as { close(): void }).close();
  });

  test("test_iscoroutine_generator", () => {
    function* foo(): Generator<undefined> {
      yield;
    }
    expect(isCoroutine(foo())).toBe(false);
  });

  test("test_async_def_coroutines", () => {
    const bar = async (): Promise<string> => "spam";
    const foo = async (): Promise<string> => await bar();
    const loop = newLoop();
    expect(loop.runUntilComplete(foo())).toBe("spam");
    loop.setDebug(true);
    expect(loop.runUntilComplete(foo())).toBe("spam");
  });

  test("test_task_print_stack", () => {
    let names: (string | undefined)[] = [];
    const foo = async (): Promise<void> => {
      names = currentTask()
        .stack()
        .map((frame) => frame.name);
    };
    const runner = async (): Promise<void> => {
      await ensureFuture(foo());
    };
    newLoop().runUntilComplete(runner());
    expect(names[0]).toBe("foo");
  });

  test("test_double_await", () => {
    const afunc = async (): Promise<void> => {
      await sleep(100);
    };
    const runner = async (): Promise<void> => {
      const coroutine = afunc();
      const task: Task<void> = createTask(coroutine);
      try {
        await sleep(0);
        await coroutine;
      } finally {
        task.cancel();
      }
    };
    const loop = newLoop();
    loop.setDebug(true);
    expect(() => loop.runUntilComplete(runner())).toThrow(CoroutineReusedError);
    expect(() => newLoop().runUntilComplete(runner())).toThrow(/is being awaited already/);
  });
});
