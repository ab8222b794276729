// Coroutines, and relaxed order: what runs without a turn, and what does not.
import { currentTask } from "../../../runtime/core/queries.js";
import { RELAXED } from "../../../runtime/core/function-info.js";
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import { useAmbient, virtualHost } from "./hosts.js";
import { type Body, compiled, compiledCoroutine } from "./machines.js";

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
describe("coroutines", () => {
  test("run when awaited, inline: no turn, same task", () => {
    const log: unknown[] = [];
    const inner = compiledCoroutine(function* () {
      log.push("inner");
      return [currentTask()];
    });
    run(function* () {
      loop.callSoon(() => log.push("turn"));
      const c = inner();
      log.push("made");
      log.push((yield c)[0] === currentTask());
      yield LoopPromise.resolve(1);
      yield 5;
      log.push("no turn yet");
      yield loop.createTask(inner());
    });
    expect(log).toEqual(["made", "inner", true, "no turn yet", "turn", "inner"]);
  });

  test("a task function that awaits one gives up its turn once", () => {
    const log: string[] = [];
    const inner = compiledCoroutine(function* () {
      return "value";
    });
    const t = compiled(function* () {
      log.push(yield inner());
    })();
    log.push("caller goes on first");
    loop.runUntilComplete(t);
    const fails = compiledCoroutine(function* () {
      throw new Error("inline");
    });
    expect(() =>
      loop.runUntilComplete(
        compiled(function* () {
          yield fails();
        })(),
      ),
    ).toThrow("inline");
    expect(log).toEqual(["caller goes on first", "value"]);
  });

  test("deep chains need no call stack, and long ones take turns", () => {
    const deep = (n: number): any =>
      compiledCoroutine(function* () {
        return n === 0 ? 0 : 1 + (yield deep(n - 1));
      })();
    let others = 0;
    const tick = (): void => void (others++, others < 100000 && loop.callSoon(tick));
    loop.callSoon(tick);
    expect(
      run(function* () {
        return yield deep(20000);
      }),
    ).toBe(20000);
    expect(others).toBeGreaterThan(10);
    others = 100000;
    const failing = (n: number): any =>
      compiledCoroutine(function* () {
        if (n === 0) throw new Error("bottom");
        yield failing(n - 1);
      })();
    expect(() =>
      run(function* () {
        yield failing(5000);
      }),
    ).toThrow("bottom");
  });

  test("return of an awaitable gives what it gives", () => {
    const leaf = compiledCoroutine(function* () {
      yield loop.createTask(
        compiledCoroutine(function* () {
          yield 0;
        })(),
      );
      return 7;
    });
    const viaCoroutine = compiledCoroutine(function* () {
      return leaf();
    });
    const viaTask = compiledCoroutine(function* () {
      return compiled(function* () {
        yield 0;
        return 8;
      })();
    });
    const viaThenable = compiledCoroutine(function* () {
      return { then: (r: (v: number) => void) => r(9) };
    });
    const taskReturns = compiled(function* () {
      yield 0;
      return leaf();
    });
    expect(
      run(function* () {
        return [yield viaCoroutine(), yield viaTask(), yield viaThenable(), yield taskReturns()];
      }),
    ).toEqual([7, 8, 9, 7]);
    expect(host.warnings).toEqual([]);
  });

  test("twice is an error; close() is final", () => {
    const make = compiledCoroutine(function* made() {
      yield loop.createFuture();
    });
    const once = compiledCoroutine(function* made() {
      return 1;
    })();
    const codes = run(function* () {
      yield once;
      const results: string[] = [];
      const closed = make();
      closed.close();
      const running = make();
      const t = loop.createTask(running);
      for (const again of [once, closed, running]) {
        try {
          yield again;
        } catch (e) {
          results.push((e as { code: string }).code);
        }
      }
      t.cancel();
      return results;
    });
    expect(codes).toEqual(Array(3).fill("TSYNCIO_COROUTINE_REUSED"));
    expect(code(() => loop.createTask(once))).toBe("TSYNCIO_COROUTINE_REUSED");
  });

  test("never awaited ones are reported when the task that made them ends", () => {
    host.warnings.length = 0;
    const make = compiledCoroutine(function* () {}, "forgotten");
    run(function* () {
      make();
      make();
      const kept = make();
      yield kept;
      const closed = make();
      closed.close();
      loop.createTask(make());
      yield 0;
    });
    expect(host.warnings).toHaveLength(2);
    expect(host.warnings[0]).toContain("coroutine forgotten");
    host.warnings.length = 0;
    make();
    run(function* () {});
    expect(host.warnings).toEqual([]);
    const own = new (loop.constructor as any)(host);
    own.close();
    expect(host.warnings).toHaveLength(1);
  });

  test("then makes a task, once", () => {
    let runs = 0;
    const c = compiledCoroutine(function* () {
      runs += 1;
      yield 0;
      return 5;
    })();
    const log: unknown[] = [];
    c.then((v: number) => log.push(v));
    c.finally(() => log.push("finally"));
    run(function* () {
      for (let i = 0; i < 5; i += 1) yield loop.createTask(compiledCoroutine(function* () {})());
    });
    expect([runs, log]).toEqual([1, [5, "finally"]]);
  });
});

describe("relaxed order", () => {
  test("settled awaits go on at once, but never before the caller's own code", () => {
    const log: string[] = [];
    const inner = compiled(function* (name) {
      log.push(`${name} 1`);
      yield 0;
      log.push(`${name} 2`);
      yield LoopPromise.resolve(0);
      log.push(`${name} 3`);
      return name;
    }, RELAXED);
    const outer = compiled(function* () {
      const t = inner("a");
      log.push("after call");
      yield t;
      log.push("got a");
      yield inner("b");
      log.push("got b");
    }, RELAXED);
    const t = outer();
    log.push("main");
    loop.callSoon(() => log.push("callback"));
    loop.runUntilComplete(t);
    expect(log).toEqual(["a 1", "after call", "main", "a 2", "a 3", "got a", "b 1", "callback", "b 2", "b 3", "got b"]);
  });

  test("long runs take turns, on constant call stack", () => {
    let turns = 0;
    const tick = (): void => void (turns++, turns < 1e6 && loop.callSoon(tick));
    loop.callSoon(tick);
    const leaf = compiled(function* () {
      return 1;
    }, RELAXED);
    const main = compiled(function* () {
      let sum = 0;
      yield 0;
      for (let i = 0; i < 5000; i += 1) sum += yield leaf();
      return sum;
    }, RELAXED);
    expect(loop.runUntilComplete(main())).toBe(5000);
    expect(turns).toBeGreaterThan(3);
    turns = 1e6;
    const chain = (n: number): any =>
      compiled(function* () {
        yield 0;
        return n === 0 ? 0 : 1 + (yield chain(n - 1));
      }, RELAXED)();
    expect(loop.runUntilComplete(chain(3000))).toBe(3000);
    loop.runOnce();
  });
});
