/** CPython's test_taskgroups.py, second part: names, contexts, wrong use, and what is left of a cancellation. */
import {
  asyncEnter,
  asyncExit,
  CancelledError,
  ContextVar,
  copyContext,
  CoroutineReusedError,
  createTask,
  currentTask,
  ExceptionGroup,
  Future,
  getRunningLoop,
  ScopeStateError,
  sleep,
  TaskGroup,
} from "tsyncio";
import { assertRaises } from "../support.js";
import { divideByZero, RuntimeError, ValueError } from "../python.js";
import { both, errorTypes } from "./support.js";

const nothing = async (): Promise<void> => {};

const raiseAfter = async (ms: number, kind: new () => Error): Promise<never> => {
  await sleep(ms);
  throw new kind();
};

/** `except* E: pass` */
const suppress = async (kind: new () => Error, body: () => PromiseLike<void>): Promise<ExceptionGroup> => {
  const group = await assertRaises(ExceptionGroup, body);
  const [matching, rest] = group.split(kind);
  if (rest !== null) throw rest;
  return matching as ExceptionGroup;
};

describe("test_taskgroups.BaseTestTaskGroup", () => {
  both("test_taskgroup_task_name", async () => {
    await using g = new TaskGroup();
    const t = g.createTask(nothing(), { name: "yolo" });
    expect(t.getName()).toBe("yolo");
  });

  both("test_taskgroup_task_context", async () => {
    const cvar = new ContextVar<number>("cvar");
    const coro = async (value: number): Promise<void> => {
      await sleep(0);
      cvar.set(value);
    };
    await using g = new TaskGroup();
    const ctx = copyContext();
    expect(ctx.get(cvar)).toBeUndefined();
    await g.createTask(coro(1), { context: ctx });
    expect(ctx.get(cvar)).toBe(1);
    await g.createTask(coro(2), { context: ctx });
    expect(ctx.get(cvar)).toBe(2);
  });

  both("test_taskgroup_no_create_task_after_failure", async () => {
    let refused = false;
    const coro1 = async (): Promise<void> => {
      await sleep(1);
      divideByZero();
    };
    const coro2 = async (g: TaskGroup): Promise<void> => {
      await assertRaises(CancelledError, sleep(1000));
      expect(() => g.createTask(coro1())).toThrow(ScopeStateError);
      refused = true;
    };
    const group = await assertRaises(ExceptionGroup, async () => {
      await using g = new TaskGroup();
      g.createTask(coro1());
      g.createTask(coro2(g));
    });
    expect(errorTypes(group)).toEqual(["ZeroDivisionError"]);
    expect(refused).toBe(true);
  });

  both("test_taskgroup_context_manager_exit_raises", async () => {
    // gh-95289
    class CustomException extends Error {}
    const raise = async (): Promise<void> => {
      throw new CustomException();
    };
    const database = {
      [asyncExit](): void {
        throw new CustomException();
      },
      [Symbol.asyncDispose](): never {
        throw new Error("not compiled");
      },
    };
    const main = async (): Promise<void> => {
      const group = await suppress(CustomException, async () => {
        await using tg = new TaskGroup();
        await using _db = database;
        tg.createTask(raise());
        await sleep(1000);
      });
      expect(currentTask().cancelling()).toBe(0);
      expect(group.exceptions.length).toBe(2);
    };
    await createTask(main());
  });

  both("test_taskgroup_already_entered", async () => {
    await using tg = new TaskGroup();
    const again = async (): Promise<void> => {
      await using _ = tg;
    };
    await assertRaises(ScopeStateError, again(), /has already been entered/);
  });

  both("test_taskgroup_double_enter", async () => {
    const tg = new TaskGroup();
    {
      await using _ = tg;
    }
    const again = async (): Promise<void> => {
      await using _ = tg;
    };
    await assertRaises(ScopeStateError, again(), /has already been entered/);
  });

  both("test_taskgroup_finished", async () => {
    const tg = new TaskGroup();
    {
      await using _ = tg;
    }
    expect(() => tg.createTask(sleep(0))).toThrow(/is finished/);
  });

  both("test_taskgroup_not_entered", async () => {
    const tg = new TaskGroup();
    expect(() => tg.createTask(sleep(0))).toThrow(/has not been entered/);
  });

  both("test_taskgroup_without_parent_task", async () => {
    const tg = new TaskGroup();
    let problem: unknown;
    getRunningLoop().callSoon(() => {
      try {
        tg[asyncEnter]();
      } catch (error) {
        problem = error;
      }
    });
    await sleep(0);
    expect(String(problem)).toMatch(/must be entered inside a task/);
    expect(() => tg.createTask(sleep(0))).toThrow(/has not been entered/);
  });

  both("test_coro_closed_when_tg_closed", async () => {
    const tg = new TaskGroup();
    {
      await using _ = tg;
    }
    const coro = nothing();
    expect(() => tg.createTask(coro)).toThrow(/is finished/);
    await assertRaises(CoroutineReusedError, coro);
  });

  both("test_cancelling_level_preserved", async () => {
    await suppress(RuntimeError, async () => {
      await using tg = new TaskGroup();
      tg.createTask(raiseAfter(0, RuntimeError));
    });
    expect(currentTask().cancelling()).toBe(0);
  });

  both("test_nested_groups_both_cancelled", async () => {
    let between: number | undefined;
    await suppress(ValueError, async () => {
      await using outer = new TaskGroup();
      await suppress(RuntimeError, async () => {
        await using inner = new TaskGroup();
        inner.createTask(raiseAfter(0, RuntimeError));
        outer.createTask(raiseAfter(0, ValueError));
      });
      between = currentTask().cancelling();
    });
    expect(between).toBe(1);
    expect(currentTask().cancelling()).toBe(0);
  });

  both("test_error_and_cancel", async () => {
    const begun = new Future<void>();
    const reached: string[] = [];
    const raiseError = async (): Promise<void> => {
      begun.setResult();
      await sleep(0);
      throw new RuntimeError();
    };
    const inner = async (): Promise<void> => {
      await suppress(RuntimeError, async () => {
        await using tg = new TaskGroup();
        tg.createTask(raiseError());
        await sleep(1000);
        reached.push("Sleep in group should have been cancelled");
      });
      reached.push(`cancelling ${currentTask().cancelling()}`);
      await sleep(1000);
      reached.push("Sleep after group should have been cancelled");
    };
    const t = createTask(inner());
    await begun;
    expect(t.cancelling()).toBe(0);
    t.cancel();
    expect(t.cancelling()).toBe(1);
    await assertRaises(CancelledError, t);
    expect(t.cancelled()).toBe(true);
    expect(reached).toEqual(["cancelling 1"]);
  });

  both("test_name", async () => {
    let name: string | undefined;
    const named = async (): Promise<void> => {
      name = currentTask().getName();
    };
    {
      await using tg = new TaskGroup();
      tg.createTask(named(), { name: "example name" });
    }
    expect(name).toBe("example name");
  });

  both("test_cancels_task_if_created_during_creation", async () => {
    // gh-128550
    class MyError extends Error {}
    let ran = false;
    const group = await suppress(MyError, async () => {
      await using tg = new TaskGroup();
      const third = async (): Promise<void> => {
        throw new MyError("third task failed");
      };
      const second = async (): Promise<void> => {
        tg.createTask(third());
        await assertRaises(CancelledError, async () => {
          await sleep(0); // eager tasks cancel here
          await sleep(0); // lazy tasks cancel here
        });
        ran = true;
      };
      tg.createTask(second());
    });
    expect(ran).toBe(true);
    expect(group.exceptions[0]).toBeInstanceOf(MyError);
  });

  both("test_cancellation_does_not_leak_out_of_tg", async () => {
    class MyError extends Error {}
    const raise = async (): Promise<void> => {
      throw new MyError();
    };
    await suppress(MyError, async () => {
      await using tg = new TaskGroup();
      tg.createTask(raise());
    });
    // If this fails the task is cancelled outside of the group.
    await sleep(0);
  });
});
