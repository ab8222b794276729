/** asyncio's rules for `gather` (test_tasks.py: GatherTestsBase, FutureGatherTests, CoroutineGatherTests). */
import { CancelledError, ForeignLoopError, isCancelled } from "../../../runtime/core/errors.js";
import { Future } from "../../../runtime/core/future.js";
import type { Task } from "../../../runtime/core/task.js";
import { ArgumentError } from "../../../runtime/primitives/argument-error.js";
import { gather } from "../../../runtime/primitives/gather.js";
import { sleep } from "../../../runtime/primitives/sleep.js";
import { flow, guarded, lazy, simulation } from "./flow.js";

const fail = (message: string) => (): never => {
  throw new Error(message);
};

test("results stand in the order of the arguments, whatever the order of completion", () => {
  const { loop, run } = simulation();
  const result = run(
    () => gather(sleep(30, "a"), sleep(10, "b"), sleep(20, "c")),
    (value) => value,
  );
  expect(result).toEqual(["a", "b", "c"]);
  expect(loop.time()).toBe(30);
});

test("coroutines are started, promises and thenables are followed", () => {
  const { run } = simulation();
  const thenable = { then: (resolve: (value: string) => void): void => resolve("thenable") };
  const result = run(
    () =>
      gather(
        lazy<string>(
          "child",
          () => sleep(5),
          () => "coroutine",
        ),
        thenable as PromiseLike<string>,
      ),
    (value) => value,
  );
  expect(result).toEqual(["coroutine", "thenable"]);
});

test("without arguments it is done at once", () => {
  const { run } = simulation();
  run(() => {
    const outer = gather();
    expect([outer.done(), outer.result()]).toEqual([true, []]);
    return undefined;
  });
});

test("of what is done already it is done at once", () => {
  const { loop, run } = simulation();
  run(() => {
    const first = loop.createFuture<number>();
    const second = loop.createFuture<number>();
    first.setResult(1);
    second.setResult(2);
    expect(gather(first, second).result()).toEqual([1, 2]);
    const failed = loop.createFuture<number>();
    failed.setException(new Error("done, too"));
    expect(() => gather(first, failed).result()).toThrow("done, too");
    expect(gather(first, failed, { returnExceptions: true }).result()).toEqual([1, new Error("done, too")]);
    return undefined;
  });
});

test("the same argument twice is run once", () => {
  const { run } = simulation();
  let calls = 0;
  const result = run(
    () => {
      const child = lazy(
        "child",
        () => sleep(1),
        () => (calls += 1),
      );
      const future = sleep(2, "x");
      return gather(child, future, child, future);
    },
    (value) => value,
  );
  expect([result, calls]).toEqual([[1, "x", 1, "x"], 1]);
});

test("the first failure is passed on at once, the others keep running, later failures are not reported", () => {
  const { loop, run, unhandled } = simulation();
  const seen: unknown[] = [];
  run(
    () =>
      guarded(
        "caller",
        [
          () =>
            gather(
              flow(
                "slow",
                () => sleep(50),
                () => seen.push("slow finished"),
              ),
              flow("failing", () => sleep(10), fail("first")),
              flow("failing later", () => sleep(20), fail("second")),
            ),
          () => "never",
        ],
        (error) => seen.push((error as Error).message, loop.time()),
      ),
    () => sleep(100),
    () => undefined,
  );
  expect(seen).toEqual(["first", 10, "slow finished"]);
  expect(unhandled).toEqual([]);
});

test("returnExceptions puts errors and cancellations among the results", () => {
  const { run } = simulation();
  const result = run<unknown[]>(
    () => {
      const cancelled = sleep(1000);
      cancelled.cancel();
      return gather(
        sleep(1, "fine"),
        flow("failing", () => sleep(2), fail("failed")),
        cancelled,
        {
          returnExceptions: true,
        },
      );
    },
    (value) => value,
  );
  expect(result[0]).toBe("fine");
  expect(result[1]).toEqual(new Error("failed"));
  expect(result[2]).toBeInstanceOf(CancelledError);
});

test("a cancelled child is an error of the gather, which is not itself cancelled", () => {
  const { run } = simulation();
  run(
    () => {
      const child = sleep(1000);
      const outer = gather(child, sleep(5));
      child.cancel();
      return outer.catch((error: unknown) => [isCancelled(error), outer.cancelled()]);
    },
    (seen) => expect(seen).toEqual([true, false]),
  );
});

describe("cancelling it", () => {
  test("cancels every child, and it ends when they have", () => {
    const { loop, run } = simulation();
    const seen: string[] = [];
    const child = (name: string): Task =>
      guarded(name, [() => sleep(1000), () => "never"], (error) => {
        seen.push(`${name} ${isCancelled(error)}`);
        throw error;
      });
    run(
      () => {
        const outer = gather(child("a"), child("b"));
        flow(
          "canceller",
          () => sleep(5),
          () => expect(outer.cancel("enough")).toBe(true),
        );
        return outer.catch((error: unknown) => {
          seen.push(`outer ${isCancelled(error)} at ${loop.time()}`);
          return sleep(1);
        });
      },
      () => undefined,
    );
    expect(seen).toEqual(["a true", "b true", "outer true at 5"]);
  });

  test("is passed on even with returnExceptions", () => {
    const { run } = simulation();
    run(
      () => {
        const outer = gather(sleep(1000), sleep(1000), { returnExceptions: true });
        outer.cancel();
        return outer.then(
          () => "resolved",
          (error: unknown) => isCancelled(error),
        );
      },
      (cancelled) => expect(cancelled).toBe(true),
    );
  });

  test("is refused when all children have ended", () => {
    const { run } = simulation();
    run(
      () => {
        const child = new Future<string>();
        const outer = gather(child);
        child.setResult("in time");
        expect(outer.cancel()).toBe(false);
        return outer;
      },
      (value) => expect(value).toEqual(["in time"]),
    );
  });

  test("leaves alone what somebody else waits for, and does not wait for it", () => {
    const { loop, run } = simulation();
    run(
      () => {
        const shared = sleep(50, "shared");
        const own = sleep(1000);
        const other = flow(
          "other",
          () => shared,
          (value) => value,
        );
        const outer = gather(shared, own);
        outer.cancel();
        expect(own.cancelled()).toBe(true);
        return outer.then(
          () => "never",
          () => [loop.time(), other],
        );
      },
      ([time, other]: [number, Task]) => {
        expect(time).toBe(0);
        return other;
      },
      (value) => expect([value, loop.time()]).toEqual(["shared", 50]),
    );
  });

  test("ends it at once when everything it waits for is shared", () => {
    const { run } = simulation();
    run(() => {
      const shared = sleep(50);
      flow(
        "other",
        () => shared,
        () => undefined,
      );
      const outer = gather(shared);
      expect([outer.cancel(), outer.cancelled(), shared.done()]).toEqual([true, true, false]);
      return undefined;
    });
  });

  test("a task that waits for it is cancelled through it", () => {
    const { run } = simulation();
    const seen: unknown[] = [];
    run(
      () => {
        const children = [sleep(1000), sleep(1000)];
        const waiting = flow(
          "waiting",
          () => gather(...children),
          () => seen.push("never"),
        );
        waiting.cancel("from outside");
        return waiting.then(
          () => undefined,
          (error: unknown) => seen.push(isCancelled(error), ...children.map((child) => child.cancelled())),
        );
      },
      () => undefined,
    );
    expect(seen).toEqual([true, true, true]);
  });
});

test("a wrong argument starts nothing", () => {
  const { run } = simulation();
  run(() => {
    let started = false;
    const child = lazy("child", () => (started = true));
    expect(() => gather(child, 5 as unknown as PromiseLike<number>)).toThrow(ArgumentError);
    expect(() => gather(child, sleep as unknown as PromiseLike<number>)).toThrow(
      "gather: argument 2 must be something to await (a task, a promise); got the function sleep; call it",
    );
    expect(started).toBe(false);
    child.close();
    return undefined;
  });
});

test("futures of two loops cannot be waited for together", () => {
  const { run } = simulation();
  const other = simulation().loop.createFuture();
  run(() => {
    expect(() => gather(sleep(1), other)).toThrow(ForeignLoopError);
    return undefined;
  });
});

test("then gives a plain promise", () => {
  const { run } = simulation();
  run(
    () => {
      const derived = gather(sleep(0)).then(() => 1);
      expect(derived.constructor.name).toBe("Promise");
      return derived;
    },
    () => undefined,
  );
});
