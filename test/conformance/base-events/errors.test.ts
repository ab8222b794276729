import { EventLoop, simulatedHost, Task, type ExceptionContext } from "tsyncio";
import { newLoop } from "../support.js";
import { divideByZero, ZeroDivisionError } from "../python.js";

/** A loop, and what its default exception handler told the host. */
function observed(): { loop: EventLoop; unhandled: unknown[] } {
  const unhandled: unknown[] = [];
  return { loop: new EventLoop(simulatedHost({ onUnhandled: (error) => unhandled.push(error) })), unhandled };
}

describe("test_base_events.BaseEventLoopTests", () => {
  test("test_default_exc_handler_callback", () => {
    for (const delay of [0, 10]) {
      const { loop, unhandled } = observed();
      const future = loop.createFuture<boolean>();
      future.addDoneCallback(() => loop.stop());
      const zeroError = (): void => {
        future.setResult(true);
        divideByZero();
      };
      if (delay === 0) loop.callSoon(zeroError);
      else loop.callLater(delay, zeroError);
      loop.runForever();
      expect(unhandled).toEqual([expect.any(ZeroDivisionError)]);
    }
  });

  test("test_set_exc_handler_invalid", () => {
    expect(() => newLoop().setExceptionHandler("spam" as never)).toThrow(/an exception handler is a function or null/);
  });

  test("test_set_exc_handler_custom", () => {
    const { loop, unhandled } = observed();
    const calls: [unknown, ExceptionContext][] = [];
    const handler = (on: EventLoop, context: ExceptionContext): void => void calls.push([on, context]);
    function zeroError(): void {
      divideByZero();
    }
    const runLoop = () => {
      const handle = loop.callSoon(zeroError);
      loop.runOnce();
      return handle;
    };
    loop.setDebug(true);
    expect(loop.getExceptionHandler()).toBeNull();
    loop.setExceptionHandler(handler);
    expect(loop.getExceptionHandler()).toBe(handler);
    const handle = runLoop();
    expect(calls).toHaveLength(1);
    expect(calls[0]![0]).toBe(loop);
    expect(calls[0]![1].exception).toBeInstanceOf(ZeroDivisionError);
    expect(calls[0]![1].message).toMatch(/exception in callback.*zeroError/);
    expect(calls[0]![1].handle).toBe(handle);
    expect(unhandled).toEqual([]);

    loop.setExceptionHandler(null);
    runLoop();
    expect(unhandled).toEqual([expect.any(ZeroDivisionError)]);
    expect(calls).toHaveLength(1);
  });

  test("test_set_exc_handler_broken", () => {
    const { loop, unhandled } = observed();
    loop.setExceptionHandler(() => {
      throw new RangeError("spam");
    });
    loop.callSoon(divideByZero);
    loop.runOnce();
    expect(unhandled).toEqual([expect.any(RangeError)]);
  });

  test("test_set_task_factory_invalid", () => {
    const loop = newLoop();
    expect(() => loop.setTaskFactory(1 as never)).toThrow(/a task factory is a function or null/);
    expect(loop.getTaskFactory()).toBeNull();
  });

  test("test_set_task_factory", () => {
    const loop = newLoop();
    const made: Task[] = [];
    const factory: Parameters<EventLoop["setTaskFactory"]>[0] = (on, coroutine, options) => {
      on.setTaskFactory(null);
      const task = on.createTask(coroutine, options);
      on.setTaskFactory(factory);
      made.push(task as Task);
      return task;
    };
    const coro = async (): Promise<void> => {};
    expect(loop.getTaskFactory()).toBeNull();
    loop.setTaskFactory(factory);
    expect(loop.getTaskFactory()).toBe(factory);
    const task = loop.createTask(coro());
    expect(made).toEqual([task]);
    loop.runUntilComplete(task);

    loop.setTaskFactory(null);
    expect(loop.getTaskFactory()).toBeNull();
    const plain = loop.createTask(coro());
    expect(plain).toBeInstanceOf(Task);
    expect(made).not.toContain(plain);
    loop.runUntilComplete(plain);
  });

  test("test_create_named_task_with_default_factory", () => {
    const loop = newLoop();
    const task = loop.createTask((async () => {})(), { name: "test_task" });
    expect(task.getName()).toBe("test_task");
    loop.runUntilComplete(task);
    loop.close();
  });

  test("test_create_named_task_with_custom_factory", () => {
    const loop = newLoop();
    const factory: Parameters<EventLoop["setTaskFactory"]>[0] = (on, coroutine, options) => {
      on.setTaskFactory(null);
      return on.createTask(coroutine, options);
    };
    loop.setTaskFactory(factory);
    const task = loop.createTask((async () => {})(), { name: "test_task" });
    expect(task.getName()).toBe("test_task");
    loop.runUntilComplete(task);
    loop.close();
  });
});
