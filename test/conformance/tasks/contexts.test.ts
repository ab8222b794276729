/** CPython's test_tasks.py: tasks and context variables. */
import {
  ContextVar,
  copyContext,
  createTask,
  gather,
  getRunningLoop,
  run,
  sleep,
  type Context,
  type Task,
} from "tsyncio";
import { newLoop } from "../support.js";

describe("test_tasks.BaseTaskTests", () => {
  test("test_context_1", () => {
    const cvar = new ContextVar("cvar", { default: "nope" });
    const sub = async (): Promise<void> => {
      await sleep(10);
      expect(cvar.get()).toBe("nope");
      cvar.set("something else");
    };
    const main = async (): Promise<void> => {
      expect(cvar.get()).toBe("nope");
      const subtask = createTask(sub());
      cvar.set("yes");
      expect(cvar.get()).toBe("yes");
      await subtask;
      expect(cvar.get()).toBe("yes");
    };
    run(main, { loop: newLoop() });
  });

  test("test_context_2", () => {
    const cvar = new ContextVar("cvar", { default: "nope" });
    const main = async (): Promise<void> => {
      const loop = getRunningLoop();
      expect(cvar.get()).toBe("nope");
      for (let j = 0; j < 2; j++) {
        const fut = loop.createFuture<void>();
        // This change must not pollute the context of the main task.
        fut.addDoneCallback(() => cvar.set("something else"));
        cvar.set(`yes${j}`);
        loop.callSoon(() => fut.setResult());
        await fut;
        expect(cvar.get()).toBe(`yes${j}`);
        for (let i = 0; i < 3; i++) {
          // The task's context is kept over an await:
          cvar.set(`yes${i}-${j}`);
          await sleep(1);
          expect(cvar.get()).toBe(`yes${i}-${j}`);
        }
      }
    };
    run(main, { loop: newLoop() });
    expect(cvar.get()).toBe("nope");
  });

  test("test_context_3", () => {
    // Run 100 Tasks in parallel, each modifying cvar.
    const cvar = new ContextVar("cvar", { default: -1 });
    let checks = 0;
    const sub = async (num: number): Promise<void> => {
      for (let i = 0; i < 10; i++) {
        cvar.set(num + i);
        await sleep(1 + ((num * 7 + i * 13) % 49));
        expect(cvar.get()).toBe(num + i);
        checks += 1;
      }
    };
    const main = async (): Promise<void> => {
      await gather(...Array.from({ length: 100 }, (_, i) => createTask(sub(i % 11))));
    };
    run(main, { loop: newLoop() });
    expect(checks).toBe(1000);
    expect(cvar.get()).toBe(-1);
  });

  /** Runs two tasks one after the other in one context object and gives what is found there. */
  const shared = (make: (coroutine: PromiseLike<void>, context: Context) => Task<void>): unknown => {
    const cvar = new ContextVar<number>("cvar");
    const coro = async (value: number): Promise<void> => {
      await sleep(0);
      cvar.set(value);
    };
    const main = async (): Promise<unknown[]> => {
      const ctx = copyContext();
      const found: unknown[] = [ctx.get(cvar)];
      await make(coro(1), ctx);
      found.push(ctx.get(cvar));
      await make(coro(2), ctx);
      found.push(ctx.get(cvar));
      return found;
    };
    return newLoop().runUntilComplete(main());
  };

  test("test_context_4", () => {
    expect(shared((coroutine, context) => getRunningLoop().createTask(coroutine, { context, name: "t" }))).toEqual([
      undefined,
      1,
      2,
    ]);
  });

  test("test_context_5", () => {
    expect(shared((coroutine, context) => createTask(coroutine, { context }))).toEqual([undefined, 1, 2]);
  });

  test("test_context_6", () => {
    expect(shared((coroutine, context) => getRunningLoop().createTask(coroutine, { context }))).toEqual([
      undefined,
      1,
      2,
    ]);
  });

  test("test_get_context", () => {
    const loop = newLoop();
    const context = copyContext();
    const task = loop.createTask((async (): Promise<void> => {})(), { context });
    loop.runUntilComplete(task);
    expect(task.getContext()).toBe(context);
  });
});
