// Futures and tasks as asyncio's programs use them.
import { findCurrentTask, allTasks, currentTask, getRunningLoop } from "../../../runtime/core/queries.js";
import { isCoroutine } from "../../../runtime/core/coroutine.js";
import { coroutine, guard, guardCoroutine, task } from "../../../runtime/core/create-task.js";
import { ensureFuture } from "../../../runtime/core/ensure-future.js";
import { Future, isFuture } from "../../../runtime/core/future.js";
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import { Task } from "../../../runtime/core/task.js";
import { useAmbient, virtualHost } from "./hosts.js";
import { type Body, compiled, compiledCoroutine, info } from "./machines.js";

const host = virtualHost();
const loop = useAmbient(host);
const run = (body: Body): any => loop.runUntilComplete(compiledCoroutine(body)());
const code = (use: () => unknown): string => {
  try {
    use();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "nothing thrown";
};
describe("futures", () => {
  test("pending, then done, once", () => {
    const f = new Future<number>();
    expect([f.done(), f.cancelled(), code(() => f.result()), code(() => f.exception())]).toEqual([
      false,
      false,
      "TSYNCIO_INVALID_STATE",
      "TSYNCIO_INVALID_STATE",
    ]);
    f.setResult(5);
    expect([f.done(), f.result(), f.exception(), f.cancel()]).toEqual([true, 5, undefined, false]);
    expect([code(() => f.setResult(6)), code(() => f.setException(new Error()))]).toEqual([
      "TSYNCIO_INVALID_STATE",
      "TSYNCIO_INVALID_STATE",
    ]);
  });

  test("an error class is instantiated", () => {
    const f = new Future();
    f.setException(RangeError);
    expect(f.exception()).toBeInstanceOf(RangeError);
    expect(() => f.result()).toThrow(RangeError);
  });

  test("done callbacks go through the loop, in order; removing removes all equal ones", () => {
    const f = new Future();
    const log: unknown[] = [];
    const twice = (): unknown => log.push("twice");
    f.addDoneCallback((future) => log.push(future === f));
    f.addDoneCallback(twice);
    f.addDoneCallback(twice);
    f.addDoneCallback(() => log.push("last"));
    expect([f.removeDoneCallback(twice), f.removeDoneCallback(twice)]).toEqual([2, 0]);
    f.setResult(1);
    expect(log).toEqual([]);
    loop.runOnce();
    f.addDoneCallback(() => log.push("late"));
    loop.runOnce();
    expect(log).toEqual([true, "last", "late"]);
  });

  test("ensureFuture", () => {
    const f = new Future();
    expect(ensureFuture(f)).toBe(f);
    const c = compiledCoroutine(function* () {
      yield 0;
      return 3;
    })();
    const t = ensureFuture(c) as Task;
    expect([t.getCoro() === c, t.done()]).toEqual([true, false]);
    const foreign = ensureFuture({ then: (resolve: (v: number) => void) => resolve(4) } as PromiseLike<number>);
    expect(
      run(function* () {
        return [yield t, yield foreign];
      }),
    ).toEqual([3, 4]);
    expect(code(() => ensureFuture(5 as never))).toBe("TSYNCIO_NOT_COMPILED");
    expect([isFuture(t), isFuture(5), isCoroutine(c), isCoroutine(t)]).toEqual([true, false, true, false]);
  });
});

describe("tasks", () => {
  test("start inside the call, are current there, and are listed once they wait", () => {
    const seen: unknown[] = [];
    const t = compiled(function* named() {
      seen.push(currentTask(), findCurrentTask() === currentTask(), getRunningLoop() === loop);
      yield loop.createFuture();
    })() as Task;
    expect(seen).toEqual([t, true, true]);
    expect([findCurrentTask(), code(() => currentTask())]).toEqual([null, "TSYNCIO_INVALID_STATE"]);
    expect(allTasks()).toEqual(new Set([t]));
    t.cancel();
    run(function* () {
      yield 0;
      yield 0;
    });
    expect(allTasks().size).toBe(0);
  });

  test("currentTask is right across interleaved steps", () => {
    const log: boolean[] = [];
    const make = compiled(function* () {
      const me = currentTask();
      for (let i = 0; i < 3; i += 1) {
        yield 0;
        log.push(currentTask() === me);
      }
    });
    run(function* () {
      yield LoopPromise.all([make(), make(), make()]);
    });
    expect(log).toEqual(Array(9).fill(true));
  });

  test("names, coroutines, forbidden setters", () => {
    const t = compiled(function* () {
      yield 0;
    })() as Task;
    expect(t.getName()).toMatch(/^Task-\d+$/);
    t.setName("mine");
    expect([t.getName(), t.getCoro(), code(() => t.setResult()), code(() => t.setException())]).toEqual([
      "mine",
      null,
      "TSYNCIO_INVALID_STATE",
      "TSYNCIO_INVALID_STATE",
    ]);
    const coroutine = compiledCoroutine(function* () {
      yield 0;
    })();
    const named = loop.createTask(coroutine, { name: "given" });
    expect(named.getName()).toBe("given");
    run(function* () {
      yield named;
    });
    expect(named.getCoro()).toBe(coroutine);
  });

  test("a coroutine's task knows its coroutine: while that awaits another, when it has returned one, and afterwards", () => {
    const turn = (): Future => {
      const over = new Future();
      loop.callSoon(() => over.setResult(undefined));
      return over;
    };
    const inner = compiledCoroutine(function* () {
      yield turn();
      return "inner";
    });
    const outer = compiledCoroutine(function* () {
      yield inner();
      seen.push([named.getCoro() === coroutine, named.functionName === name]);
      return inner();
    });
    const seen: boolean[][] = [];
    const coroutine = outer();
    const named = loop.createTask(coroutine);
    const name = named.functionName;
    const watch = compiledCoroutine(function* () {
      while (!named.done()) {
        seen.push([named.getCoro() === coroutine, named.functionName === name]);
        yield turn();
      }
    });
    run(function* () {
      yield loop.createTask(watch());
    });
    expect([named.result(), named.getCoro() === coroutine, named.functionName === name]).toEqual(["inner", true, true]);
    expect(seen.length).toBeGreaterThan(2);
    expect(seen.flat().every(Boolean)).toBe(true);
  });

  test("createTask starts on the next turn, or at once", () => {
    const log: string[] = [];
    const make = compiledCoroutine(function* (name) {
      log.push(name);
      yield 0;
    });
    loop.createTask(make("eager, but the loop does not run"), { eagerStart: true });
    run(function* () {
      yield 0;
      loop.createTask(make("later"));
      loop.createTask(make("eager"), { eagerStart: true });
      log.push("after");
      yield loop.createTask(make("x"));
    });
    expect(log).toEqual(["eager, but the loop does not run", "eager", "after", "later", "x"]);
  });

  test("awaiting oneself is an error", () => {
    const t: Task = compiled(function* () {
      yield 0;
      try {
        yield t;
      } catch (e) {
        return (e as { code: string }).code;
      }
    })();
    expect(loop.runUntilComplete(t)).toBe("TSYNCIO_SELF_AWAIT");
  });

  test("new is refused", () => {
    expect(() => task(info("f"), (() => 1) as never, class {})).toThrow("f is not a constructor");
    expect(() => coroutine(info("f"), (() => 1) as never, class {})).toThrow(TypeError);
  });

  test("guard makes a rejected task of an error in the parameters", () => {
    const failed = guard(info("f"), () => {
      throw new Error("default");
    });
    expect((failed.exception() as Error).message).toBe("default");
    const lazy = guardCoroutine(info("f"), () => {
      throw new Error("default");
    });
    expect(() => loop.runUntilComplete(lazy)).toThrow("default");
  });

  test("errors that cross tasks carry an async line per caller, once", () => {
    const thrower = compiled(function* thrower() {
      yield 0;
      throw new Error("deep");
    });
    const middle = compiled(function* middle() {
      return yield thrower();
    });
    const outer = compiled(function* outer() {
      yield middle();
    });
    let stack = "";
    run(function* () {
      try {
        yield outer();
      } catch (e) {
        stack = (e as Error).stack!;
      }
    });
    const t = outer() as Task;
    while (loop.hasReady) loop.runOnce();
    try {
      t.result();
    } catch (e) {
      stack = (e as Error).stack!;
    }
    const lines = stack.split("\n").filter((line) => line.includes("async"));
    expect(lines.slice(0, 2)).toEqual(["    at async middle (middle.ts:2:2)", "    at async outer (outer.ts:2:2)"]);
    expect(stack).not.toMatch(/(?<!test[\\/])runtime[\\/]core/);
    expect(stack.match(/async middle/g)).toHaveLength(1);
  });

  test("a shared failure does not collect everybody's frames; frozen errors are left alone", () => {
    const failing = compiled(function* failing() {
      yield 0;
      throw new Error("shared");
    })();
    const waiter = (name: string): Task =>
      compiled(
        function* () {
          yield failing;
        },
        0,
        name,
      )();
    const [a, b] = [waiter("a"), waiter("b")];
    const frozen = compiled(function* () {
      yield 0;
      throw Object.freeze(new Error("frozen"));
    });
    const ofFrozen = compiled(function* () {
      yield frozen();
    })();
    const plain = compiled(function* () {
      yield compiled(function* () {
        yield 0;
        throw "text";
      })();
    })();
    while (loop.hasReady) loop.runOnce();
    expect((a.exception() as Error).stack).toContain("async a");
    expect((b.exception() as Error).stack).not.toContain("async b");
    expect((ofFrozen.exception() as Error).stack).not.toContain("async");
    expect(plain.exception()).toBe("text");
  });
});

test("stack() shows the task's own frames and those of who waits", () => {
  const future = loop.createFuture();
  const leaf = compiledCoroutine(function* () {
    return yield future;
  }, "leaf");
  let inner!: Task;
  const middle = compiled(
    function* () {
      return yield leaf();
    },
    0,
    "middle",
  );
  const outer = compiled(
    function* () {
      inner = middle();
      return yield inner;
    },
    0,
    "outer",
  );
  const t = outer() as Task;
  expect(inner.stack().map(String)).toEqual(["leaf (leaf.ts:2:2)", "middle (middle.ts:2:2)", "outer (outer.ts:2:2)"]);
  future.setResult(1);
  expect(loop.runUntilComplete(t)).toBe(1);
  expect(t.stack()[0]).toMatchObject({ name: "outer", file: "outer.ts", line: 2, column: 2 });
});

test("a task that is made with new is refused, with what to do instead", () => {
  const Constructor = Task as unknown as new () => unknown;
  expect(() => new Constructor()).toThrow(/call an async function, or give its coroutine to createTask\(\)/);
});
