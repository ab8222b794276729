// Cancellation, told as stories under virtual time. The compiler's three kinds of catch clause are spelled out by hand:
// `$.caught` (ordinary), `$.named` (names CancelledError), `$.cleanup … $.unwind` (has a throw of its own).
import { CancelledError, isCancelled } from "../../../runtime/core/errors.js";
import { task } from "../../../runtime/core/create-task.js";
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import type { Task } from "../../../runtime/core/task.js";
import { compiled, compiledCoroutine, type Frame, info } from "./machines.js";
import { host, loop, outcome, run, sleep } from "./virtual-loop.js";

/** A task that awaits `what` inside `try { … } catch` of a kind, then goes on; logs what happens. */
function guarded(
  kind: "caught" | "named" | "cleanup" | "cleanup throws",
  what: unknown,
  log: unknown[],
  after?: unknown,
): Task {
  const error: { cancel: Error | undefined } = { cancel: undefined };
  return task(info(kind), (($: Frame, value: unknown) => {
    switch ($.state) {
      case 0:
        $.handler = 2;
        return $.await(1, what);
      case 1:
        $.handler = 0;
        return `body ${String(value)}`;
      case 2:
        $.handler = 0;
        if (kind === "caught") $.caught(value);
        if (kind === "named") $.named(value);
        if (kind === "cleanup" || kind === "cleanup throws") error.cancel = $.cleanup(value);
        log.push(`${kind}: ${String(value)}`);
        if (kind === "cleanup") $.unwind(error.cancel, false, undefined);
        if (kind === "cleanup throws") $.unwind(error.cancel, true, new Error("from clean-up"));
        return $.await(3, after);
      case 3:
        return "went on";
      default:
        throw new Error("state");
    }
  }) as never) as Task;
}

describe("rules 1 to 3", () => {
  test("1: an ordinary catch clause is passed by", () => {
    const log: unknown[] = [];
    const t = guarded("caught", loop.createFuture(), log);
    t.cancel();
    run(function* () {
      yield sleep(1);
    });
    expect([outcome(t), log]).toEqual(["cancelled", []]);
  });

  test("1: the cancellation of another task is an ordinary rejection", () => {
    const log: unknown[] = [];
    const other = compiled(function* other() {
      yield loop.createFuture();
    })() as Task;
    const t = guarded("caught", other, log);
    other.cancel();
    run(function* () {
      yield sleep(1);
    });
    expect(outcome(t)).toBe("result went on");
    expect(log).toHaveLength(1);
  });

  test("2: a clause with a throw runs, and the cancellation goes on", () => {
    const log: unknown[] = [];
    const t = guarded("cleanup", loop.createFuture(), log);
    t.cancel("stop");
    run(function* () {
      yield sleep(1);
    });
    expect([outcome(t), log]).toEqual(["cancelled", ["cleanup: CancelledError: stop"]]);
  });

  test("2: another error thrown there is attached and reported", () => {
    const log: unknown[] = [];
    const t = guarded("cleanup throws", loop.createFuture(), log);
    t.cancel("stop");
    run(function* () {
      yield sleep(1);
    });
    expect(outcome(t)).toBe("cancelled");
    let error: unknown;
    try {
      t.result();
    } catch (e) {
      error = e;
    }
    expect((error as CancelledError).suppressed).toEqual([new Error("from clean-up")]);
    expect(host.unhandled.splice(0)).toEqual([new Error("from clean-up")]);
  });

  test("2: without a cancellation it is ECMAScript's", () => {
    const log: unknown[] = [];
    const t = guarded("cleanup", LoopPromise.reject(new Error("e")), log);
    run(function* () {
      yield sleep(1);
    });
    expect([outcome(t), log]).toEqual(["result went on", ["cleanup: Error: e"]]);
  });

  test("3: a clause that names it handles it", () => {
    const log: unknown[] = [];
    const t = guarded("named", loop.createFuture(), log, sleep(5));
    t.cancel("stop");
    run(function* () {
      yield sleep(10);
    });
    expect([outcome(t), log, t.cancelling()]).toEqual(["result went on", ["named: CancelledError: stop"], 1]);
  });

  test("3: thrown on again, it is passed by again by the caller's clauses", () => {
    const log: unknown[] = [];
    const inner = compiledCoroutine(function* inner() {
      try {
        yield loop.createFuture();
      } catch (error) {
        log.push("inner named");
        throw error;
      }
    });
    let cancel: unknown;
    const t = task(info("outer"), (($: Frame, value: unknown) => {
      if ($.state === 0) {
        $.handler = 2;
        return $.await(1, inner());
      }
      $.handler = 0;
      cancel = value;
      $.caught(value);
      log.push("swallowed");
      return "swallowed";
    }) as never) as Task;
    t.cancel();
    run(function* () {
      yield sleep(1);
    });
    expect([outcome(t), log, isCancelled(cancel)]).toEqual(["cancelled", ["inner named"], true]);
  });
});

describe("cancel() as asyncio's", () => {
  test("counts requests, floors at zero", () => {
    const t = compiled(function* () {
      yield loop.createFuture();
    })() as Task;
    expect([t.cancelling(), t.cancel(), t.cancelling(), t.cancel(), t.cancelling()]).toEqual([0, true, 1, true, 2]);
    expect([t.uncancel(), t.uncancel(), t.uncancel()]).toEqual([1, 0, 0]);
    run(function* () {
      yield sleep(1);
    });
    expect([t.cancel(), t.cancelled(), t.cancelling()]).toEqual([false, true, 0]);
  });

  test("uncancel before the throw undoes it, and the task waits again", () => {
    const future = loop.createFuture();
    const t = compiled(function* () {
      return yield future;
    })() as Task;
    const other = compiled(function* () {
      return yield future;
    })() as Task;
    t.cancel();
    expect(t.uncancel()).toBe(0);
    run(function* () {
      yield sleep(1);
      future.setResult("kept");
      yield sleep(1);
    });
    expect([outcome(t), outcome(other)]).toEqual(["result kept", "result kept"]);
  });

  test("the same instance goes through nested awaits, with its message", () => {
    const seen: unknown[] = [];
    const nest = (depth: number): Task =>
      compiled(function* () {
        try {
          yield depth === 0 ? loop.createFuture() : nest(depth - 1);
        } catch (error) {
          seen.push(error);
          throw error;
        }
      })();
    const t = nest(3);
    run(function* () {
      yield sleep(1);
      t.cancel("why");
      yield sleep(1);
    });
    expect(seen).toHaveLength(4);
    expect(new Set(seen).size).toBe(1);
    expect([(seen[0] as CancelledError).message, (seen[0] as CancelledError).reason]).toEqual(["why", "why"]);
    expect(() => t.result()).toThrow(seen[0] as Error);
  });

  test("finally runs inner first, and may await", () => {
    const log: string[] = [];
    const inner = compiled(function* inner() {
      try {
        yield loop.createFuture();
      } finally {
        log.push("inner");
        yield sleep(3);
        log.push("inner end");
      }
    });
    const outer = compiled(function* outer() {
      try {
        yield inner();
      } finally {
        log.push("outer");
      }
    });
    const t = outer() as Task;
    run(function* () {
      t.cancel();
      yield sleep(10);
    });
    expect([log, outcome(t)]).toEqual([["inner", "inner end", "outer"], "cancelled"]);
  });

  test("edge-triggered: a task that goes on is not cancelled again", () => {
    const t = compiled(function* () {
      try {
        yield loop.createFuture();
      } catch {
        /* native catch: swallows */
      }
      yield sleep(1);
      return "done";
    })() as Task;
    run(function* () {
      t.cancel();
      yield sleep(5);
    });
    expect(outcome(t)).toBe("result done");
  });

  test("self-cancel takes effect at the next await", () => {
    const log: string[] = [];
    const t: Task = compiled(function* () {
      yield 0;
      t.cancel();
      log.push("still here");
      yield sleep(10);
      log.push("never");
    })();
    run(function* () {
      yield sleep(2);
    });
    expect([log, outcome(t)]).toEqual([["still here"], "cancelled"]);
  });

  test("self-cancel and return: cancelled, the value is lost", () => {
    const t: Task = compiled(function* () {
      yield 0;
      t.cancel();
      return 5;
    })();
    run(function* () {
      yield sleep(2);
    });
    expect(outcome(t)).toBe("cancelled");
  });

  test("between turns: thrown at the await it is ready from", () => {
    const log: string[] = [];
    const t = compiled(function* () {
      try {
        yield 0;
        log.push("never");
      } finally {
        log.push("finally");
      }
    })() as Task;
    t.cancel();
    run(function* () {
      yield sleep(1);
    });
    expect([log, outcome(t)]).toEqual([["finally"], "cancelled"]);
  });

  test("a second cancel interrupts the clean-up", () => {
    const log: string[] = [];
    const t = compiled(function* () {
      try {
        yield loop.createFuture();
      } finally {
        try {
          yield sleep(100);
          log.push("never");
        } finally {
          log.push("interrupted");
        }
      }
    })() as Task;
    run(function* () {
      t.cancel("first");
      yield sleep(1);
      t.cancel("second");
      yield sleep(1);
    });
    expect([log, outcome(t)]).toEqual([["interrupted"], "cancelled"]);
    expect(() => t.result()).toThrow("second");
  });

  test("a CancelledError the function throws itself counts as cancelled", () => {
    const t = compiled(function* () {
      yield 0;
      throw new CancelledError();
    })() as Task;
    run(function* () {
      yield sleep(1);
    });
    expect(t.cancelled()).toBe(true);
  });

  test("a task that follows what it returned is cancelled through it", () => {
    const inner = compiled(function* inner() {
      yield loop.createFuture();
    })() as Task;
    const t = compiled(function* () {
      yield 0;
      return inner;
    })() as Task;
    run(function* () {
      yield sleep(1);
      expect(t.cancel()).toBe(true);
      yield sleep(1);
    });
    expect([outcome(inner), outcome(t)]).toEqual(["cancelled", "cancelled"]);
  });

  test("the signal is aborted, also when it is first read afterwards", () => {
    const before = compiled(function* () {
      yield loop.createFuture();
    })() as Task;
    const after = compiled(function* () {
      yield loop.createFuture();
    })() as Task;
    const signal = before.signal;
    expect((signal as AbortSignal).aborted).toBe(false);
    before.cancel("why");
    after.cancel();
    expect([(signal as AbortSignal).aborted, (after.signal as AbortSignal).aborted]).toEqual([true, true]);
    expect(((signal as AbortSignal).reason as Error).message).toBe("why");
    expect(before.signal).toBe(signal);
  });
});

describe("tasks that wait for each other in a circle", () => {
  const circle = (through: (task: Task) => unknown): Task[] => {
    const tasks: Task[] = [];
    for (const other of [1, 0]) {
      const waits = compiled(function* () {
        yield 0;
        yield through(tasks[other] as Task);
      });
      tasks.push(waits() as Task);
    }
    run(function* () {
      yield sleep(1);
    });
    return tasks;
  };

  test("end when one of them is cancelled, directly", () => {
    const [first, second] = circle((task) => task) as [Task, Task];
    expect(first.cancel()).toBe(true);
    run(function* () {
      yield sleep(1);
    });
    expect([outcome(first), outcome(second)]).toEqual(["cancelled", "cancelled"]);
  });

  test("or through a combinator", () => {
    const [first, second] = circle((task) => LoopPromise.all([task])) as [Task, Task];
    expect(first.cancel()).toBe(true);
    run(function* () {
      yield sleep(1);
    });
    expect([outcome(first), outcome(second)]).toEqual(["cancelled", "cancelled"]);
  });
});
