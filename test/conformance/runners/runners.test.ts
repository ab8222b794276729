/** CPython's test_runners.py. `loop_factory` is the `loop` or `host` option here. */
import type { EventLoop } from "tsyncio";
import {
  ContextVar,
  copyContext,
  createTask,
  getRunningLoop,
  isCancelled,
  LoopStateError,
  run,
  Runner,
  RunnerStateError,
  simulatedHost,
  sleep,
  type Task,
} from "tsyncio";
import { divideByZero, ValueError, ZeroDivisionError } from "../python.js";
import { newLoop } from "../support.js";

const onHost = () => ({ host: simulatedHost() });

describe("test_runners.RunTests", () => {
  test("test_asyncio_run_return", () => {
    const main = async (): Promise<number> => {
      await sleep(0);
      return 42;
    };
    expect(run(main(), onHost())).toBe(42);
  });

  test("test_asyncio_run_raises", () => {
    const main = async (): Promise<void> => {
      await sleep(0);
      throw new ValueError("spam");
    };
    expect(() => run(main(), onHost())).toThrow("spam");
  });

  test("test_asyncio_run_only_coro", () => {
    for (const what of [1, "main", {}]) expect(() => run(what as never, onHost())).toThrow(TypeError);
  });

  test("test_asyncio_run_debug", () => {
    const main = async (): Promise<boolean> => getRunningLoop().getDebug();
    expect(run(main(), { ...onHost(), debug: false })).toBe(false);
    expect(run(main(), { ...onHost(), debug: true })).toBe(true);
    expect(run(main(), onHost())).toBe(false);
  });

  test("test_asyncio_run_from_running_loop", () => {
    const loop = newLoop();
    const main = async (): Promise<void> => {
      run(main, { loop });
    };
    expect(() => run(main, { loop })).toThrow(LoopStateError);
  });

  test("test_asyncio_run_cancels_hanging_tasks", () => {
    let leftover: Task<void> | undefined;
    const hang = async (): Promise<void> => {
      await sleep(100);
    };
    const main = async (): Promise<number> => {
      leftover = createTask(hang());
      return 123;
    };
    expect(run(main(), onHost())).toBe(123);
    expect(leftover?.done()).toBe(true);
  });

  test("test_asyncio_run_reports_hanging_tasks_errors", () => {
    let leftover: Task<void> | undefined;
    const reported: any[] = [];
    const hang = async (): Promise<void> => {
      try {
        await sleep(100);
      } catch (error) {
        if (isCancelled(error)) divideByZero();
      }
    };
    const main = async (): Promise<number> => {
      getRunningLoop().setExceptionHandler((_loop, context) => reported.push(context));
      leftover = createTask(hang());
      await sleep(0);
      return 123;
    };
    expect(run(main(), onHost())).toBe(123);
    expect(leftover?.done()).toBe(true);
    expect(reported.length).toBe(1);
    expect(reported[0].message).toMatch(/while the run was being shut down/);
    expect(reported[0].task).toBe(leftover);
    expect(reported[0].exception).toBeInstanceOf(ZeroDivisionError);
  });

  test("test_asyncio_run_closes_gens_after_hanging_tasks_errors", () => {
    class FancyExit extends Error {}
    const log: string[] = [];
    let lazyboy: Task<void> | undefined;
    const fidget = async function* (): AsyncGenerator<number> {
      try {
        for (;;) {
          yield 1;
          await sleep(1000);
        }
      } finally {
        log.push("closed");
      }
    };
    const spin = async (): Promise<void> => {
      const spinner = fidget();
      try {
        for (;;) await spinner.next();
      } catch (error) {
        if (isCancelled(error)) divideByZero();
      }
    };
    const main = async (): Promise<void> => {
      getRunningLoop().setExceptionHandler((_loop, context) => log.push(context.message));
      lazyboy = createTask(spin());
      await sleep(0);
      throw new FancyExit();
    };
    expect(() => run(main(), onHost())).toThrow(FancyExit);
    expect(lazyboy?.done()).toBe(true);
    expect(log).toContain("closed");
  });

  test("test_asyncio_run_loop_factory", () => {
    const loop = newLoop();
    const main = async (): Promise<EventLoop> => getRunningLoop();
    expect(run(main(), { loop })).toBe(loop);
  });
});

describe("test_runners.RunnerTests", () => {
  test("test_non_debug", () => {
    using runner = new Runner({ ...onHost(), debug: false });
    expect(runner.getLoop().getDebug()).toBe(false);
  });

  test("test_debug", () => {
    using runner = new Runner({ ...onHost(), debug: true });
    expect(runner.getLoop().getDebug()).toBe(true);
  });

  test("test_custom_factory", () => {
    const loop = newLoop();
    using runner = new Runner({ loop });
    expect(runner.getLoop()).toBe(loop);
  });

  test("test_run", () => {
    const f = async (): Promise<string> => {
      await sleep(0);
      return "done";
    };
    const runner = new Runner(onHost());
    let loop: EventLoop | undefined;
    {
      using _ = runner;
      expect(runner.run(f())).toBe("done");
      loop = runner.getLoop();
    }
    expect(() => runner.getLoop()).toThrow(RunnerStateError);
    expect(loop.isClosed()).toBe(true);
  });

  test("test_run_non_coro", () => {
    using runner = new Runner(onHost());
    expect(() => runner.run(123 as never)).toThrow(TypeError);
  });

  test("test_run_future", () => {
    using runner = new Runner(onHost());
    const fut = runner.getLoop().createFuture<string>();
    fut.setResult("done");
    expect(runner.run(fut)).toBe("done");
  });

  test("test_explicit_close", () => {
    const runner = new Runner(onHost());
    const loop = runner.getLoop();
    runner.close();
    expect(() => runner.getLoop()).toThrow(/is closed/);
    expect(loop.isClosed()).toBe(true);
  });

  test("test_double_close", () => {
    const runner = new Runner(onHost());
    const loop = runner.getLoop();
    runner.close();
    expect(loop.isClosed()).toBe(true);
    // the second call is no-op
    runner.close();
    expect(loop.isClosed()).toBe(true);
  });

  test("test_second_with_block_raises", () => {
    const ran: number[] = [];
    const f = async (value: number): Promise<void> => void ran.push(value);
    const runner = new Runner(onHost());
    {
      using _ = runner;
      runner.run(f(1));
    }
    expect(() => {
      using _ = runner;
      runner.run(() => f(2));
    }).toThrow(/is closed/);
    expect(ran).toEqual([1]);
  });

  test("test_run_keeps_context", () => {
    const cvar = new ContextVar("cvar", { default: -1 });
    const f = async (value: number): Promise<number> => {
      const old = cvar.get();
      await sleep(0);
      cvar.set(value);
      return old;
    };
    const getContext = async (): Promise<{ value: number | undefined }> => ({ value: copyContext().get(cvar) });
    using runner = new Runner(onHost());
    expect(runner.run(f(1))).toBe(-1);
    expect(runner.run(f(2))).toBe(1);
    expect(runner.run(getContext())).toEqual({ value: 2 });
  });

  test("test_recursive_run", () => {
    const warnings: string[] = [];
    const g = async (): Promise<void> => {};
    {
      using runner = new Runner({ host: simulatedHost({ onWarning: (message) => warnings.push(message) }) });
      const f = async (): Promise<void> => {
        runner.run(g());
      };
      expect(() => runner.run(f())).toThrow(LoopStateError);
    }
    expect(warnings).toEqual([expect.stringMatching(/^coroutine g .* was never awaited/)]);
  });
});
