// Calls of functions that await nothing: their tasks have only what a promise has, and answer like others all the same.
import { ContextVar } from "../../../runtime/core/context.js";
import { Future } from "../../../runtime/core/future.js";
import { leaf } from "../../../runtime/core/leaf-task.js";
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import { allTasks, currentTask, findCurrentTask } from "../../../runtime/core/queries.js";
import { Task } from "../../../runtime/core/task.js";
import { describe as describeFunction } from "../../../runtime/core/describe.js";
import { LEAF } from "../../../runtime/core/function-info.js";
import { compiled, compiledCoroutine } from "./machines.js";
import { host, outcome, run } from "./virtual-loop.js";

const info = describeFunction("answer", "leaf.ts", [], LEAF);
/** Calls a leaf inside of a running task, and gives its task. */
const call = (body: (...args: any[]) => unknown, ...args: unknown[]): Task =>
  run(function* () {
    return { made: leaf(info, body, undefined, ...(args as [])) };
  } as never) as never;
const made = (body: (...args: any[]) => unknown, ...args: unknown[]): Task =>
  (call(body, ...args) as unknown as { made: Task }).made;

test("gets its arguments, and is done when the call returns", () => {
  const t = made((a, b, c, d) => a + b + c + d, 1, 2, 3, 4);
  expect(t).toBeInstanceOf(Task);
  expect([t.done(), t.result(), t.functionName, t.constructor === Task]).toEqual([true, 10, "answer", true]);
  expect([t.cancel(), t.cancelling(), t.stack().length, t.getCoro()]).toEqual([false, 0, 1, null]);
  expect(t.getName()).toMatch(/^Task-\d+$/);
  expect(t.getName()).toBe(t.getName());
});

test("outside of any task, and with new", () => {
  expect(leaf(info, (x) => x, undefined, 5).result()).toBe(5);
  expect(() => leaf(info, () => 0, class {})).toThrow("answer is not a constructor");
});

test("is the current task while it runs, with a context of its own", () => {
  const variable = new ContextVar("variable", { default: "outside" });
  let outer: Task | null = null;
  run(function* () {
    outer = findCurrentTask();
    const inner = leaf(info, () => {
      variable.set("inside");
      return [currentTask() === outer, currentTask(), currentTask().getName(), variable.get()];
    });
    const [same, task, name, seen] = inner.result() as [boolean, Task, string, string];
    expect([same, task === inner, name === inner.getName(), seen]).toEqual([false, true, true, "inside"]);
    expect([findCurrentTask() === outer, variable.get()]).toEqual([true, "outside"]);
    expect(inner.getContext().get(variable)).toBe("inside");
    yield 0;
  });
});

test("fails, returns promises and objects, and can be cancelled from inside", () => {
  run(function* () {
    const failed = leaf(info, () => {
      throw new Error("failed");
    });
    try {
      yield failed;
    } catch (error) {
      expect((error as Error).message).toBe("failed");
    }
    const object = { an: "object" };
    expect((yield leaf(info, () => object)) === object).toBe(true);
    expect(yield leaf(info, () => LoopPromise.resolve("followed"))).toBe("followed");
    const cancelled = leaf(info, () => currentTask().cancel("from inside"));
    expect(outcome(cancelled)).toBe("cancelled");
    const self: Task = leaf(info, () => findCurrentTask());
    try {
      yield self;
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
  });
  expect(host.unhandled).toEqual([]);
});

test("a failure nobody looks at is reported", () => {
  run(function* () {
    leaf(info, () => {
      throw new Error("unseen");
    });
    yield compiled(function* () {
      yield 0;
    })();
  });
  expect((host.unhandled.splice(0) as Error[]).map((error) => error.message)).toEqual(["unseen"]);
});

test("one that follows what it returned is listed, and ends with its run", () => {
  const endless = new Future();
  run(function* () {
    const waiting = leaf(info, () => endless);
    expect(allTasks()).toContain(waiting);
    waiting.cancel();
    try {
      yield waiting;
    } catch (error) {
      expect(error).toBe(waiting.value);
    }
    expect([outcome(waiting), allTasks().has(waiting)]).toEqual(["cancelled", false]);
  });
});

test("their numbers are those of their calls", () => {
  run(function* () {
    const [first, second, third] = [leaf(info, () => 1), leaf(info, () => 2), leaf(info, () => 3)];
    expect([second.id - first.id, third.id - first.id]).toEqual([1, 2]);
    yield 0;
  });
});

test("a coroutine that was made and is never awaited is told, also when it was not the last one made", () => {
  const child = compiledCoroutine(function* () {});
  run(function* () {
    leaf(info, () => {
      child();
      child().close();
      return 1;
    });
    yield 0;
  });
  expect(host.warnings.splice(0).join("\n")).toMatch(/was never awaited/);
});
