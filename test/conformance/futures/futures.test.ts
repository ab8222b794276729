/** CPython's test_futures.py: futures by themselves. */
import { CancelledError, type EventLoop, Future, InvalidStateError, isFuture, Task, wrapFuture } from "tsyncio";
import { RuntimeError } from "../python.js";
import { newLoop } from "../support.js";
import { expectCancelled, runBriefly, runReady } from "../tasks/support.js";

describe("test_futures.BaseFutureTests", () => {
  test("test_isfuture", () => {
    const loop = newLoop();
    const f = new Future({ loop });
    for (const other of [1, {}, undefined, Future, class {}]) expect(isFuture(other)).toBe(false);
    expect(isFuture(f)).toBe(true);
    expect(isFuture(loop.createTask((async (): Promise<void> => {})()))).toBe(true);
    f.cancel();
    runReady(loop);
  });

  test("test_initial_state", () => {
    const f = new Future({ loop: newLoop() });
    expect(f.cancelled()).toBe(false);
    expect(f.done()).toBe(false);
    f.cancel();
    expect(f.cancelled()).toBe(true);
  });

  test("test_constructor_use_running_loop", () => {
    const loop = newLoop();
    const make = async (): Promise<{ made: Future }> => ({ made: new Future() });
    const { made } = loop.runUntilComplete(make()) as { made: Future };
    expect(made.getLoop()).toBe(loop);
  });

  test("test_cancel", () => {
    const f = new Future<number>({ loop: newLoop() });
    expect(f.cancel()).toBe(true);
    expect(f.cancelled()).toBe(true);
    expect(f.done()).toBe(true);
    expect(() => f.result()).toThrow(CancelledError);
    expect(() => f.exception()).toThrow(CancelledError);
    expect(() => f.setResult(1)).toThrow(InvalidStateError);
    expect(() => f.setException(new Error())).toThrow(InvalidStateError);
    expect(f.cancel()).toBe(false);
  });

  test("test_result", () => {
    const f = new Future<number>({ loop: newLoop() });
    expect(() => f.result()).toThrow(InvalidStateError);
    f.setResult(42);
    expect(f.cancelled()).toBe(false);
    expect(f.done()).toBe(true);
    expect(f.result()).toBe(42);
    expect(f.exception()).toBeUndefined();
    expect(() => f.setResult(1)).toThrow(InvalidStateError);
    expect(() => f.setException(new Error())).toThrow(InvalidStateError);
    expect(f.cancel()).toBe(false);
  });

  test("test_exception", () => {
    const error = new RuntimeError();
    const f = new Future<number>({ loop: newLoop() });
    expect(() => f.exception()).toThrow(InvalidStateError);
    f.setException(error);
    expect(f.cancelled()).toBe(false);
    expect(f.done()).toBe(true);
    expect(() => f.result()).toThrow(RuntimeError);
    expect(f.exception()).toBe(error);
    expect(() => f.setResult(1)).toThrow(InvalidStateError);
    expect(() => f.setException(new Error())).toThrow(InvalidStateError);
    expect(f.cancel()).toBe(false);
  });

  test("test_exception_class", () => {
    const f = new Future({ loop: newLoop() });
    f.setException(RuntimeError);
    expect(f.exception()).toBeInstanceOf(RuntimeError);
  });

  /** What the loop reports of a future that `act` did something to, once nothing is left to do. */
  const reportedAfter = (act: (future: Future<number>, loop: EventLoop) => void): unknown[] => {
    const loop = newLoop();
    const reported: unknown[] = [];
    loop.setExceptionHandler((_loop, context) => reported.push(context.exception));
    act(new Future<number>({ loop }), loop);
    runBriefly(loop);
    runReady(loop);
    return reported;
  };

  test("test_tb_logger_abandoned", () => {
    expect(reportedAfter(() => {})).toEqual([]);
  });

  test("test_tb_logger_not_called_after_cancel", () => {
    const reported = reportedAfter((f) => {
      f.setException(new Error());
      f.cancel();
    });
    expect(reported).toEqual([]);
  });

  test("test_tb_logger_result_unretrieved", () => {
    expect(reportedAfter((f) => f.setResult(42))).toEqual([]);
  });

  test("test_tb_logger_result_retrieved", () => {
    const reported = reportedAfter((f) => {
      f.setResult(42);
      f.result();
    });
    expect(reported).toEqual([]);
  });

  test("test_tb_logger_exception_unretrieved", () => {
    const error = new RuntimeError("boom");
    expect(reportedAfter((f) => f.setException(error))).toEqual([error]);
  });

  test("test_tb_logger_exception_retrieved", () => {
    const reported = reportedAfter((f) => {
      f.setException(new RuntimeError("boom"));
      f.exception();
    });
    expect(reported).toEqual([]);
  });

  test("test_tb_logger_exception_result_retrieved", () => {
    const reported = reportedAfter((f) => {
      f.setException(new RuntimeError("boom"));
      expect(() => f.result()).toThrow(RuntimeError);
    });
    expect(reported).toEqual([]);
  });

  const neverRetrieved = (debug: boolean): void => {
    const error = new RangeError();
    const messages: string[] = [];
    const reported = reportedAfter((f, loop) => {
      loop.setDebug(debug);
      loop.setExceptionHandler((_loop, context) => messages.push(context.message));
      f.setException(error);
    });
    expect(reported).toEqual([]);
    expect(messages).toEqual([expect.stringMatching(/^a future failed and nobody looked/)]);
  };

  test("test_future_exception_never_retrieved", () => {
    neverRetrieved(false);
  });

  test("test_future_exception_never_retrieved_debug", () => {
    neverRetrieved(true);
  });

  // Python's concurrent futures are futures of another loop here.

  test("test_wrap_future", () => {
    const loop = newLoop();
    const other = newLoop();
    const f1 = other.createFuture<string>();
    const f2 = wrapFuture(f1, { loop });
    expect(isFuture(f2)).toBe(true);
    expect(f2.getLoop()).toBe(loop);
    f1.setResult("oi");
    runReady(other);
    expect(loop.runUntilComplete(f2)).toBe("oi");
  });

  test("test_wrap_future_future", () => {
    const loop = newLoop();
    const f1 = new Future({ loop });
    expect(wrapFuture(f1, { loop })).toBe(f1);
  });

  test("test_wrap_future_use_running_loop", () => {
    const loop = newLoop();
    const f1 = newLoop().createFuture<string>();
    const wrap = async (): Promise<{ made: Future<string> }> => ({ made: wrapFuture(f1) });
    const { made } = loop.runUntilComplete(wrap()) as { made: Future<string> };
    expect(made.getLoop()).toBe(loop);
  });

  test("test_wrap_future_cancel", () => {
    const loop = newLoop();
    const other = newLoop();
    const f1 = other.createFuture<number>();
    const f2 = wrapFuture(f1, { loop });
    f2.cancel();
    runBriefly(loop);
    runBriefly(other);
    expect(f1.cancelled()).toBe(true);
    expect(f2.cancelled()).toBe(true);
  });

  test("test_wrap_future_cancel2", () => {
    const loop = newLoop();
    const other = newLoop();
    const f1 = other.createFuture<number>();
    const f2 = wrapFuture(f1, { loop });
    f1.setResult(42);
    f2.cancel();
    runBriefly(loop);
    runBriefly(other);
    expect(f1.cancelled()).toBe(false);
    expect(f1.result()).toBe(42);
    expect(f2.cancelled()).toBe(true);
  });

  test("test_future_cancel_message_getter", () => {
    const loop = newLoop();
    const f = new Future({ loop });
    f.cancel("my message");
    expect(expectCancelled(loop, f).reason).toBe("my message");
  });
});

describe("test_futures.BaseFutureDoneCallbackTests", () => {
  /** A future of a loop, a bag, and callbacks that put something into it. */
  const setUp = () => {
    const loop = newLoop();
    const bag: number[] = [];
    const callback = (thing: number) => (): void => void bag.push(thing);
    return { loop, bag, callback, f: loop.createFuture<string>() };
  };

  /** Adds three callbacks and removes some of them; what is called in the end. */
  const withoutThe = (...removed: number[]): number[] => {
    const { loop, bag, callback, f } = setUp();
    const callbacks = [42, 17, 100].map(callback);
    for (const each of callbacks) f.addDoneCallback(each);
    for (const index of removed) f.removeDoneCallback(callbacks[index] as () => void);
    expect(bag).toEqual([]);
    f.setResult("foo");
    runBriefly(loop);
    expect(f.result()).toBe("foo");
    return bag;
  };

  test("test_callbacks_remove_first_callback", () => {
    expect(withoutThe(0, 0)).toEqual([17, 100]);
  });

  test("test_callbacks_remove_first_and_second_callback", () => {
    expect(withoutThe(0, 1, 0)).toEqual([100]);
  });

  test("test_callbacks_remove_third_callback", () => {
    expect(withoutThe(2, 2)).toEqual([42, 17]);
  });

  test("test_callbacks_invoked_on_set_result", () => {
    const { loop, bag, callback, f } = setUp();
    f.addDoneCallback(callback(42));
    f.addDoneCallback(callback(17));
    expect(bag).toEqual([]);
    f.setResult("foo");
    expect(bag).toEqual([]);
    runBriefly(loop);
    expect(bag).toEqual([42, 17]);
    expect(f.result()).toBe("foo");
  });

  test("test_callbacks_invoked_on_set_exception", () => {
    const { loop, bag, callback, f } = setUp();
    f.addDoneCallback(callback(100));
    expect(bag).toEqual([]);
    const error = new RuntimeError();
    f.setException(error);
    expect(f.exception()).toBe(error);
    runBriefly(loop);
    expect(bag).toEqual([100]);
  });

  test("test_remove_done_callback", () => {
    const { loop, bag, callback, f } = setUp();
    const [cb1, cb2, cb3] = [callback(1), callback(2), callback(3)];
    // Add one cb1 and one cb2.
    f.addDoneCallback(cb1);
    f.addDoneCallback(cb2);
    // One instance of cb2 removed. Now there's only one cb1.
    expect(f.removeDoneCallback(cb2)).toBe(1);
    // Never had any cb3 in there.
    expect(f.removeDoneCallback(cb3)).toBe(0);
    // After this there will be 6 instances of cb1 and one of cb2.
    f.addDoneCallback(cb2);
    for (let i = 0; i < 5; i++) f.addDoneCallback(cb1);
    // Remove all instances of cb1. One cb2 remains.
    expect(f.removeDoneCallback(cb1)).toBe(6);
    expect(bag).toEqual([]);
    f.setResult("foo");
    runBriefly(loop);
    expect(bag).toEqual([2]);
    expect(f.result()).toBe("foo");
  });

  test("test_schedule_callbacks_list_mutation_1", () => {
    // Callbacks may change the list: http://bugs.python.org/issue28963
    const { loop, bag, callback, f } = setUp();
    const other = callback(1);
    f.addDoneCallback(() => f.removeDoneCallback(other));
    f.addDoneCallback(other);
    f.addDoneCallback(other);
    f.setResult("foo");
    runBriefly(loop);
    // Those were on their way already.
    expect(bag).toEqual([1, 1]);
  });
});

describe("test_futures2.FutureReprTests", () => {
  test("test_recursive_repr_for_pending_tasks", () => {
    // A description of a task whose result holds the task itself must end.
    const loop = newLoop();
    const func = async (): Promise<unknown> => loop.allTasks();
    const task = loop.createTask(func());
    loop.runUntilComplete(task);
    expect(task.describe()).toMatch(/^Task-\d+ \(func\)$/);
    expect(task).toBeInstanceOf(Task);
  });
});
