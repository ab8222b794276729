import { types } from "node:util";
import { LoopClosedError, NotCompiledError } from "../../../runtime/core/errors.js";
import { createTask } from "../../../runtime/primitives/create-task.js";
import { sleep } from "../../../runtime/primitives/sleep.js";
import { toNative } from "../../../runtime/primitives/to-native.js";
import { flow, lazy, simulation } from "./flow.js";

test("a coroutine becomes a task that starts on the next turn, or at once when asked to", () => {
  const { run } = simulation();
  const seen: string[] = [];
  run(
    () => {
      createTask(lazy("later", () => seen.push("later")));
      createTask(
        lazy("eager", () => seen.push("eager")),
        { eagerStart: true },
      );
      seen.push("caller");
      return sleep(0);
    },
    () => undefined,
  );
  expect(seen).toEqual(["eager", "caller", "later"]);
});

test("what is a task already is returned as it is, and named", () => {
  const { run } = simulation();
  run(
    () => {
      const task = flow(
        "work",
        () => sleep(1),
        () => 1,
      );
      expect(createTask(task)).toBe(task);
      expect(createTask(task, { name: "renamed" }).getName()).toBe("renamed");
      return task;
    },
    () => undefined,
  );
});

test("anything else is most often something that was not compiled", () => {
  const { run } = simulation();
  run(() => {
    expect(() => createTask(Promise.resolve(1))).toThrow(NotCompiledError);
    expect(() => createTask(5 as never)).toThrow(NotCompiledError);
    return undefined;
  });
});

test("on a closed loop nothing is started", () => {
  const { loop, run } = simulation();
  const task = run<ReturnType<typeof flow>[]>(() => [flow("work", () => 1)])[0] as ReturnType<typeof flow>;
  loop.close();
  expect(() => createTask(task)).toThrow(LoopClosedError);
});

test("toNative gives a promise of the platform that ends alike", () => {
  const { run } = simulation();
  const promises = run<Promise<unknown>[]>(
    () => {
      const failing = flow(
        "failing",
        () => sleep(1),
        () => {
          throw new Error("failed");
        },
      );
      const natives = [toNative(sleep(1, "value")), toNative(failing)];
      return sleep(5, natives as never);
    },
    (natives) => [...(natives as Promise<unknown>[])],
  );
  expect(promises.every((promise) => types.isPromise(promise))).toBe(true);
  return Promise.allSettled(promises).then((outcomes) => {
    expect(outcomes).toEqual([
      { status: "fulfilled", value: "value" },
      { status: "rejected", reason: new Error("failed") },
    ]);
  });
});
