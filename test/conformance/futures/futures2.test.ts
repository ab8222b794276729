/** CPython's test_futures2.py. */
import { ContextVar, createTask, getRunningLoop, sleep } from "tsyncio";
import { divideByZero } from "../python.js";
import { asyncTest, assertRaises } from "../support.js";

describe("test_futures2.FutureTests", () => {
  asyncTest("test_future_traceback", async () => {
    // Awaiting a failed future again does not make its stack longer.
    const raise = async function raise(): Promise<void> {
      throw new TypeError("42");
    };
    const future = createTask(raise());
    let first: string | undefined;
    for (let i = 0; i < 5; i++) {
      const { stack } = await assertRaises(TypeError, future);
      first ??= stack;
      expect(stack).toBe(first);
      expect(stack?.match(/raise/g)?.length).toBe(1);
    }
  });

  asyncTest("test_task_exc_handler_correct_context", async () => {
    // gh-96704
    const name = new ContextVar("name", { default: "foo" });
    const seen: string[] = [];
    const task = async (): Promise<void> => {
      name.set("bar");
      divideByZero();
    };
    getRunningLoop().setExceptionHandler(() => seen.push(name.get()));
    createTask(task());
    await sleep(1);
    expect(seen).toEqual(["bar"]);
  });

  asyncTest("test_handle_exc_handler_correct_context", async () => {
    // gh-96704
    const name = new ContextVar("name", { default: "foo" });
    const seen: string[] = [];
    getRunningLoop().setExceptionHandler(() => seen.push(name.get()));
    getRunningLoop().callSoon(() => {
      name.set("bar");
      divideByZero();
    });
    await sleep(0);
    expect(seen).toEqual(["bar"]);
  });
});
