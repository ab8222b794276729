/** CPython's test_eager_task_factory.py. */
import {
  allTasks,
  CancelledError,
  ContextVar,
  createEagerTaskFactory,
  currentTask,
  defaultTaskFactory,
  type EventLoop,
  Future,
  gather,
  getRunningLoop,
  sleep,
  staggeredRace,
  Task,
  TaskGroup,
} from "tsyncio";
import { ValueError } from "../python.js";
import { newLoop } from "../support.js";

const factory = createEagerTaskFactory((coroutine, { loop, ...options }) =>
  defaultTaskFactory(loop, coroutine, options),
);

/** A loop whose tasks are eager. */
function eagerLoop(): EventLoop {
  const loop = newLoop();
  loop.setTaskFactory(factory);
  return loop;
}

describe("test_eager_task_factory.EagerTaskFactoryLoopTests", () => {
  test("test_eager_task_factory_set", () => {
    const loop = eagerLoop();
    expect(loop.getTaskFactory()).toBe(factory);
    const noop = async (): Promise<void> => {};
    const run = async (): Promise<void> => {
      const t = loop.createTask(noop());
      expect(t).toBeInstanceOf(Task);
      await t;
    };
    loop.runUntilComplete(run());
  });

  test("test_await_future_during_eager_step", () => {
    const loop = eagerLoop();
    const setResult = async (fut: Future<string>, value: string): Promise<void> => {
      fut.setResult(value);
    };
    const run = async (): Promise<string> => {
      const fut = loop.createFuture<string>();
      const t = loop.createTask(setResult(fut, "my message"));
      // assert the eager step completed the task
      expect(t.done()).toBe(true);
      return await fut;
    };
    expect(loop.runUntilComplete(run())).toBe("my message");
  });

  test("test_eager_completion", () => {
    const loop = eagerLoop();
    const coro = async (): Promise<string> => "hello";
    const run = async (): Promise<string> => {
      const t = loop.createTask(coro());
      // assert the eager step completed the task
      expect(t.done()).toBe(true);
      return await t;
    };
    expect(loop.runUntilComplete(run())).toBe("hello");
  });

  test("test_block_after_eager_step", () => {
    const loop = eagerLoop();
    const coro = async (): Promise<string> => {
      await sleep(100);
      return "finished after blocking";
    };
    const run = async (): Promise<string> => {
      const t = loop.createTask(coro());
      expect(t.done()).toBe(false);
      const result = await t;
      expect(t.done()).toBe(true);
      return result;
    };
    expect(loop.runUntilComplete(run())).toBe("finished after blocking");
  });

  test("test_cancellation_after_eager_completion", () => {
    const loop = eagerLoop();
    const coro = async (): Promise<string> => "finished without blocking";
    const run = async (): Promise<string> => {
      const t = loop.createTask(coro());
      t.cancel();
      const result = await t;
      // finished task can't be cancelled
      expect(t.cancelled()).toBe(false);
      return result;
    };
    expect(loop.runUntilComplete(run())).toBe("finished without blocking");
  });

  test("test_cancellation_after_eager_step_blocks", () => {
    const loop = eagerLoop();
    const coro = async (): Promise<string> => {
      await sleep(100);
      return "finished after blocking";
    };
    const run = async (): Promise<void> => {
      const t = loop.createTask(coro());
      t.cancel("cancellation message");
      expect(t.cancelling()).toBeGreaterThan(0);
      await t;
    };
    let problem: unknown;
    try {
      loop.runUntilComplete(run());
    } catch (error) {
      problem = error as CancelledError;
    }
    expect(problem).toBeInstanceOf(CancelledError);
    expect((problem as CancelledError).reason).toBe("cancellation message");
  });

  test("test_current_task", () => {
    const loop = eagerLoop();
    let captured: Task | undefined;
    const coro = async (): Promise<void> => {
      captured = currentTask();
      // verify the task before and after blocking is identical
      await sleep(100);
      expect(currentTask()).toBe(captured);
    };
    const run = async (): Promise<void> => {
      const t = loop.createTask(coro());
      expect(captured).toBe(t);
      await t;
    };
    loop.runUntilComplete(run());
  });

  test("test_all_tasks_with_eager_completion", () => {
    const loop = eagerLoop();
    let captured: Set<Task> | undefined;
    const coro = async (): Promise<void> => {
      captured = allTasks();
    };
    const run = async (): Promise<void> => {
      const t = loop.createTask(coro());
      expect(captured?.has(t)).toBe(true);
      expect(allTasks().has(t)).toBe(false);
    };
    loop.runUntilComplete(run());
  });

  test("test_all_tasks_with_blocking", () => {
    const loop = eagerLoop();
    let captured: Set<Task> | undefined;
    const coro = async (fut1: Future<void>, fut2: Future<void>): Promise<void> => {
      captured = allTasks();
      await fut1;
      fut2.setResult();
    };
    const run = async (): Promise<void> => {
      const fut1 = loop.createFuture<void>();
      const fut2 = loop.createFuture<void>();
      const t = loop.createTask(coro(fut1, fut2));
      expect(captured?.has(t)).toBe(true);
      expect(allTasks().has(t)).toBe(true);
      fut1.setResult();
      await fut2;
      expect(allTasks().has(t)).toBe(false);
    };
    loop.runUntilComplete(run());
  });

  test("test_context_vars", () => {
    const loop = eagerLoop();
    const cv = new ContextVar("cv", { default: 0 });
    const ran: string[] = [];
    const coro = async (): Promise<void> => {
      expect(cv.get()).toBe(1);
      cv.set(2);
      expect(cv.get()).toBe(2);
      ran.push("first step");
      await sleep(100);
      expect(cv.get()).toBe(2);
      cv.set(3);
      expect(cv.get()).toBe(3);
      ran.push("second step");
    };
    const run = async (): Promise<void> => {
      cv.set(1);
      const t = loop.createTask(coro());
      expect(ran).toEqual(["first step"]);
      expect(cv.get()).toBe(1);
      await t;
      expect(ran).toEqual(["first step", "second step"]);
      expect(cv.get()).toBe(1);
    };
    loop.runUntilComplete(run());
  });

  test("test_staggered_race_with_eager_tasks", () => {
    // gh-124309
    const fail = async (): Promise<never> => {
      await sleep(0);
      throw new ValueError("no good");
    };
    const blocked = async (): Promise<void> => {
      await new Future();
    };
    const run = async (): Promise<void> => {
      const [winner, index, errors] = await staggeredRace<unknown>([blocked, () => sleep(1000, "sleep1"), fail], 250);
      expect(winner).toBe("sleep1");
      expect(index).toBe(1);
      expect(errors[1]).toBeUndefined();
      expect(errors[0]).toBeInstanceOf(CancelledError);
      expect(errors[2]).toBeInstanceOf(ValueError);
    };
    eagerLoop().runUntilComplete(run());
  });

  test("test_staggered_race_with_eager_tasks_no_delay", () => {
    // gh-124309
    const fail = async (): Promise<never> => {
      throw new ValueError("no good");
    };
    const run = async (): Promise<void> => {
      const [winner, index, errors] = await staggeredRace<unknown>(
        [fail, () => sleep(1000, "sleep1"), () => sleep(0, "sleep0")],
        null,
      );
      expect(winner).toBe("sleep1");
      expect(index).toBe(1);
      expect(errors[1]).toBeUndefined();
      expect(errors[0]).toBeInstanceOf(ValueError);
      expect(errors.length).toBe(2);
    };
    eagerLoop().runUntilComplete(run());
  });

  test("test_eager_start_false", () => {
    let name: string | undefined;
    const named = async (): Promise<void> => {
      name = currentTask().getName();
    };
    const main = async (): Promise<void> => {
      const t = getRunningLoop().createTask(named(), { eagerStart: false, name: "example" });
      expect(t.done()).toBe(false);
      expect(name).toBeUndefined();
      await t;
      expect(name).toBe("example");
    };
    eagerLoop().runUntilComplete(main());
  });
});

/** A loop that counts the tasks it makes which do not start at once; the original's AsyncTaskCounter. */
function countingLoop(eager: boolean): { loop: EventLoop; count: () => number } {
  const loop = newLoop();
  let count = 0;
  const counting: Parameters<typeof createEagerTaskFactory>[0] = (coroutine, { loop, ...options }) => {
    if (options.eagerStart !== true) count += 1;
    return defaultTaskFactory(loop, coroutine, options);
  };
  loop.setTaskFactory(
    eager ? createEagerTaskFactory(counting) : (loop, coroutine, options) => counting(coroutine, { ...options, loop }),
  );
  return { loop, count: () => count };
}

const awaitableChain = async (depth: number): Promise<number> =>
  depth === 0 ? 0 : 1 + (await awaitableChain(depth - 1));

const recursiveTaskgroups = async (width: number, depth: number): Promise<void> => {
  if (depth === 0) return;
  await using tg = new TaskGroup();
  for (let i = 0; i < width; i++) tg.createTask(recursiveTaskgroups(width, depth - 1));
};

const recursiveGather = async (width: number, depth: number): Promise<void> => {
  if (depth === 0) return;
  await gather(...Array.from({ length: width }, () => recursiveGather(width, depth - 1)));
};

describe("test_eager_task_factory.BaseTaskCountingTests", () => {
  const variants = [
    { eager: false, expected: 781 }, // 1 + 5 + 5^2 + 5^3 + 5^4
    { eager: true, expected: 0 },
  ];

  test("test_awaitables_chain", () => {
    for (const { eager } of variants) {
      const { loop, count } = countingLoop(eager);
      expect(loop.runUntilComplete(awaitableChain(100))).toBe(100);
      expect(count()).toBe(eager ? 0 : 1);
    }
  });

  test("test_recursive_taskgroups", () => {
    for (const { eager, expected } of variants) {
      const { loop, count } = countingLoop(eager);
      loop.runUntilComplete(recursiveTaskgroups(5, 4));
      expect(count()).toBe(expected);
    }
  });

  test("test_recursive_gather", () => {
    for (const { eager, expected } of variants) {
      const { loop, count } = countingLoop(eager);
      loop.runUntilComplete(recursiveGather(5, 4));
      expect(count()).toBe(expected);
    }
  });
});

describe("test_eager_task_factory.DefaultTaskFactoryEagerStart", () => {
  test("test_eager_start_true_with_default_factory", () => {
    let name: string | undefined;
    const named = async (): Promise<void> => {
      name = currentTask().getName();
    };
    const main = async (): Promise<void> => {
      const t = getRunningLoop().createTask(named(), { eagerStart: true, name: "example" });
      expect(t.done()).toBe(true);
      expect(name).toBe("example");
      await t;
    };
    newLoop().runUntilComplete(main());
  });
});
