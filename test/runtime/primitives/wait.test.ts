/** asyncio's rules for `wait` (test_tasks.py: test_wait_*). */
import { isCancelled } from "../../../runtime/core/errors.js";
import type { Future } from "../../../runtime/core/future.js";
import type { Task } from "../../../runtime/core/task.js";
import { ArgumentError } from "../../../runtime/primitives/argument-error.js";
import { sleep } from "../../../runtime/primitives/sleep.js";
import {
  ALL_COMPLETED,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  wait,
  type WaitResult,
} from "../../../runtime/primitives/wait.js";
import { flow, lazy, simulation } from "./flow.js";

type Sets = WaitResult<Future<unknown>>;

function names([done, pending]: Sets, all: Record<string, unknown>): string {
  const nameOf = (future: unknown): string => Object.keys(all).find((key) => all[key] === future) ?? "?";
  return `${[...done].map(nameOf).join(" ")} | ${[...pending].map(nameOf).join(" ")}`;
}

const fail = (): never => {
  throw new Error("failed");
};

test("ALL_COMPLETED waits for all and throws nothing, in the order given", () => {
  const { loop, run, unhandled } = simulation();
  const seen = run<string>(
    () => {
      const all = {
        slow: sleep(20),
        failing: flow("failing", () => sleep(5), fail),
        cancelled: sleep(100),
      };
      all.cancelled.cancel();
      return wait(Object.values(all)).then((sets) => names(sets as Sets, all));
    },
    (value) => value,
  );
  expect(seen).toBe("slow failing cancelled | ");
  expect([loop.time(), unhandled]).toEqual([20, []]);
});

test("FIRST_COMPLETED ends with the first in any way", () => {
  const { loop, run } = simulation();
  const seen = run<string>(
    () => {
      const all = { a: sleep(20), b: sleep(10), c: sleep(30) };
      return wait(Object.values(all), { returnWhen: FIRST_COMPLETED }).then((sets) => names(sets as Sets, all));
    },
    (value) => value,
  );
  expect([seen, loop.time()]).toEqual(["b | a c", 10]);
});

test("FIRST_EXCEPTION ends with the first failure; being cancelled is none", () => {
  const { loop, run } = simulation();
  const seen = run<string>(
    () => {
      const all = { fine: sleep(5), gone: sleep(100), bad: flow("bad", () => sleep(10), fail), late: sleep(50) };
      all.gone.cancel();
      return wait(Object.values(all), { returnWhen: FIRST_EXCEPTION }).then((sets) => names(sets as Sets, all));
    },
    (value) => value,
  );
  expect([seen, loop.time()]).toEqual(["fine gone bad | late", 10]);
});

test("FIRST_EXCEPTION without a failure waits for all", () => {
  const { loop, run } = simulation();
  run(
    () => wait([sleep(5), sleep(9)], { returnWhen: FIRST_EXCEPTION }),
    () => undefined,
  );
  expect(loop.time()).toBe(9);
});

test("when the time is over nothing is raised and nothing cancelled", () => {
  const { loop, run } = simulation();
  const late = run<Future<unknown>>(
    () => {
      const all = { quick: sleep(5), late: sleep(500, "late all the same") };
      return wait(Object.values(all) as Future<unknown>[], { timeout: 50 }).then((sets) => {
        expect(names(sets, all)).toBe("quick | late");
        return [all.late];
      });
    },
    ([future]: [Future<unknown>]) => future,
    (value) => value,
  );
  expect([late, loop.time()]).toEqual(["late all the same", 500]);
});

test("no timer is left behind", () => {
  const { loop, run } = simulation();
  run(
    () => wait([sleep(5)], { timeout: 1_000_000 }),
    () => expect(loop.hasTimers).toBe(false),
  );
});

test("what ends while the waiter is about to go on is among the done", () => {
  const { loop, run } = simulation();
  run(
    () => {
      const first = loop.createFuture<void>();
      const second = loop.createFuture<void>();
      loop.callSoon(() => {
        first.setResult();
        loop.callSoon(() => second.setResult());
      });
      return wait([first, second], { returnWhen: FIRST_COMPLETED });
    },
    ([done, pending]: Sets) => expect([done.size, pending.size]).toEqual([2, 0]),
  );
});

test("cancelling the waiter leaves what it waits for alone", () => {
  const { loop, run } = simulation();
  run(
    () => {
      const task = flow(
        "task",
        () => sleep(50),
        () => "finished",
      );
      const waiter = flow(
        "waiter",
        () => wait([task]),
        () => "never",
      );
      waiter.cancel();
      return waiter.then(
        () => "never",
        (error: unknown) => [isCancelled(error), loop.time(), task],
      );
    },
    ([cancelled, time, task]: [boolean, number, Task]) => {
      expect([cancelled, time]).toEqual([true, 0]);
      return task;
    },
    (value) => expect([value, loop.time()]).toEqual(["finished", 50]),
  );
});

test("a failure after wait() has let go is reported, one before is not", () => {
  const { run, unhandled } = simulation();
  run(
    () =>
      wait([flow("early", () => sleep(1), fail), flow("late", () => sleep(20), fail)], { returnWhen: FIRST_COMPLETED }),
    () => sleep(100),
    () => undefined,
  );
  expect(unhandled).toHaveLength(1);
});

test("the same future twice is waited for once", () => {
  const { run } = simulation();
  run(
    () => {
      const future = sleep(1);
      return wait([future, future]);
    },
    ([done]: Sets) => expect(done.size).toBe(1),
  );
});

test.each([
  ["nothing", () => wait([]), "wait was given nothing to wait for"],
  ["a coroutine", () => wait([lazy("child", () => 1)]), "give it createTask(coroutine), and keep that"],
  ["a future instead of several", () => wait(sleep(1) as never), "in an array or a set: wait([task])"],
  ["a plain value", () => wait([5 as never]), "not 5: give it ensureFuture(promise)"],
  [
    "an unknown mode",
    () => wait([sleep(1)], { returnWhen: "FIRST" as never }),
    "returnWhen must be FIRST_COMPLETED, FIRST_EXCEPTION or ALL_COMPLETED; got FIRST",
  ],
])("%s is refused when it is awaited", (_, call, message) => {
  const { run } = simulation();
  run(
    () =>
      call().then(
        () => "resolved",
        (error: unknown) => error,
      ),
    (error) => {
      expect(error).toBeInstanceOf(ArgumentError);
      expect((error as Error).message).toContain(message);
    },
  );
});

test("the modes have asyncio's names", () => {
  expect([ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION]).toEqual([
    "ALL_COMPLETED",
    "FIRST_COMPLETED",
    "FIRST_EXCEPTION",
  ]);
});
