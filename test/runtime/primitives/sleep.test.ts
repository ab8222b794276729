import { getEventListeners } from "node:events";
import { InvalidDelayError, CancelledError } from "../../../runtime/core/errors.js";
import type { Future } from "../../../runtime/core/future.js";
import { sleep } from "../../../runtime/primitives/sleep.js";
import { flow, lazy, simulation } from "./flow.js";

test("it takes its time and gives its result", () => {
  const { loop, run } = simulation();
  const result = run(
    () => sleep(1500, "rested"),
    (value) => [value, loop.time()],
  );
  expect(result).toEqual(["rested", 1500]);
});

test("a year is over at once, and delays beyond 2^31 are kept", () => {
  const { loop, run } = simulation();
  const year = 365 * 24 * 3600 * 1000;
  run(
    () => sleep(year),
    () => undefined,
  );
  expect(loop.time()).toBe(year);
});

test("the time starts with the call", () => {
  const { loop, run } = simulation();
  let early: Future<void>;
  run(
    () => {
      early = sleep(100);
      return sleep(70);
    },
    () => early,
    () => undefined,
  );
  expect(loop.time()).toBe(100);
});

test.each([
  ["by a task's rules", flow],
  ["by a coroutine's rules", lazy],
])("sleep(0) takes exactly one turn and no timer, %s", (_, call) => {
  const { loop, run } = simulation();
  const seen: string[] = [];
  run(
    () => {
      const turns = (left: number): void => {
        seen.push(`turn ${left}`);
        if (left > 0) loop.callSoon(turns, left - 1);
      };
      loop.callSoon(turns, 2);
      const sleeper = call(
        "sleeper",
        () => sleep(0),
        () => seen.push("slept") && sleep(-5),
        () => seen.push("slept again"),
      );
      return sleeper;
    },
    () => undefined,
  );
  expect(seen.slice(0, 4)).toEqual(["turn 2", "slept", "turn 1", "slept again"]);
  expect(loop.time()).toBe(0);
});

test("sleep(0) gives its result too", () => {
  const { run } = simulation();
  expect(
    run(
      () => sleep(0, "value"),
      (value) => value,
    ),
  ).toBe("value");
});

test("cancelling takes the timer out", () => {
  const { loop, run } = simulation();
  let sleeper: Future<void>;
  run(
    () => {
      sleeper = sleep(1000);
      expect(loop.hasTimers).toBe(true);
      sleeper.cancel();
      expect(loop.hasTimers).toBe(false);
      return undefined;
    },
    () => expect(sleeper.cancelled()).toBe(true),
  );
});

test("a cancelled sleeper is cancelled where it sleeps, even at sleep(0)", () => {
  for (const delay of [1000, 0]) {
    const { loop, run } = simulation();
    const seen: unknown[] = [];
    run(
      () => {
        const sleeper = flow(
          "sleeper",
          () => sleep(delay),
          () => seen.push("never"),
        );
        sleeper.cancel();
        sleeper.addDoneCallback((task) => seen.push(task.cancelled()));
        return sleep(1);
      },
      () => undefined,
    );
    expect(seen).toEqual([true]);
    expect(loop.time()).toBe(1);
  }
});

test.each([NaN, "5" as unknown as number, undefined as unknown as number])(
  "sleep(%p) rejects with InvalidDelayError",
  (delay) => {
    const { loop } = simulation();
    expect(() =>
      loop.runUntilComplete(
        lazy(
          "main",
          () => sleep(delay),
          () => "never",
        ),
      ),
    ).toThrow(InvalidDelayError);
  },
);

test("Infinity sleeps until it is cancelled", () => {
  const { loop, run } = simulation();
  let sleeper: Future<void>;
  run(
    () => {
      sleeper = sleep(Infinity);
      return sleep(1e15);
    },
    () => sleeper.cancel(),
  );
  expect(sleeper!.cancelled()).toBe(true);
  expect(loop.hasTimers).toBe(false);
});

test("an abort signal cancels it, with its reason, and keeps no listener afterwards", () => {
  const { run } = simulation();
  const controller = new AbortController();
  run(
    () => {
      const sleeper = sleep(1000, "value", { signal: controller.signal });
      const short = sleep(1, "value", { signal: controller.signal });
      return short.then(() => {
        controller.abort("not needed");
        return sleeper.catch((error: unknown) => error);
      });
    },
    (error) => {
      expect(error).toBeInstanceOf(CancelledError);
      expect((error as CancelledError).reason).toBe("not needed");
    },
  );
  expect(getEventListeners(controller.signal, "abort")).toEqual([]);
});
