import { EventLoop, Handle, LoopStateError, simulatedHost, sleep, TimerHandle, type ExceptionContext } from "tsyncio";
import { newLoop } from "../support.js";

describe("test_events.EventLoopTestsMixin", () => {
  test("test_run_until_complete_nesting", () => {
    const warnings: string[] = [];
    const loop = new EventLoop(simulatedHost({ onWarning: (message) => warnings.push(message) }));
    const coro1 = async (): Promise<void> => {
      await sleep(0);
    };
    const coro2 = async (): Promise<void> => {
      expect(loop.isRunning()).toBe(true);
      loop.runUntilComplete(coro1());
    };
    expect(() => loop.runUntilComplete(coro2())).toThrow(LoopStateError);
    expect(warnings).toEqual([expect.stringMatching(/coroutine coro1.* was never awaited/)]);
  });

  test("test_run_until_complete", () => {
    const loop = newLoop();
    const before = loop.time();
    loop.callSoon(() => undefined);
    const wait = async (): Promise<void> => {
      await sleep(100);
    };
    loop.runUntilComplete(wait());
    expect(loop.time() - before).toBe(100);
  });

  test("test_run_until_complete_stopped", () => {
    const loop = newLoop();
    const stopping = async (): Promise<void> => {
      loop.stop();
      await sleep(100);
    };
    expect(() => loop.runUntilComplete(stopping())).toThrow(LoopStateError);
  });

  test("test_call_later", () => {
    const loop = newLoop();
    const results: string[] = [];
    loop.callLater(
      100,
      (text: string) => {
        results.push(text);
        loop.stop();
      },
      "hello world",
    );
    loop.runForever();
    expect(results).toEqual(["hello world"]);
  });

  test("test_call_soon", () => {
    const loop = newLoop();
    const results: [string, string][] = [];
    loop.callSoon(
      (first: string, second: string) => {
        results.push([first, second]);
        loop.stop();
      },
      "hello",
      "world",
    );
    loop.runForever();
    expect(results).toEqual([["hello", "world"]]);
  });

  test("test_call_soon_threadsafe_same_thread", () => {
    const loop = newLoop();
    const results: string[] = [];
    const callback = (text: string): void => {
      results.push(text);
      if (results.length >= 2) loop.stop();
    };
    loop.callSoonThreadsafe(callback, "hello");
    loop.callSoon(callback, "world");
    loop.runForever();
    expect(results).toEqual(["hello", "world"]);
  });

  test("test_close_running_event_loop", () => {
    const loop = newLoop();
    const closing = async (): Promise<void> => {
      loop.close();
    };
    expect(() => loop.runUntilComplete(closing())).toThrow(LoopStateError);
  });
});

describe("test_events.HandleTests", () => {
  test("test_handle", () => {
    const loop = newLoop();
    const callback = (...args: unknown[]): unknown[] => args;
    const handle = loop.callSoon(callback);
    expect(handle).toBeInstanceOf(Handle);
    expect(handle.isFor(callback)).toBe(true);
    expect(handle.cancelled()).toBe(false);
    handle.cancel();
    expect(handle.cancelled()).toBe(true);
  });

  test("test_callback_with_exception", () => {
    const loop = newLoop();
    const contexts: ExceptionContext[] = [];
    loop.setExceptionHandler((_loop, context) => contexts.push(context));
    const failure = new RangeError();
    const handle = loop.callSoon(function callback() {
      throw failure;
    });
    loop.runOnce();
    expect(contexts).toEqual([{ message: "exception in callback callback", exception: failure, handle }]);
  });
});

describe("test_events.TimerTests", () => {
  test("test_when", () => {
    const loop = newLoop();
    const when = loop.time() + 5;
    expect(loop.callAt(when, () => false).when).toBe(when);
  });

  test("test_timer", () => {
    const loop = newLoop();
    const callback = (...args: unknown[]): unknown[] => args;
    const handle = loop.callAt(5, callback, 1, 2, 3);
    expect(handle).toBeInstanceOf(TimerHandle);
    expect(handle.isFor(callback)).toBe(true);
    expect(handle.cancelled()).toBe(false);
    // Cancelled, it lets go of the callback.
    handle.cancel();
    expect(handle.cancelled()).toBe(true);
    expect(handle.isFor(callback)).toBe(false);
  });

  test("test_timer_comparison", () => {
    // Which of two timers comes first: the earlier deadline, and of equal ones the one that was set first.
    const loop = newLoop();
    const order: string[] = [];
    loop.callAt(20, () => order.push("later"));
    loop.callAt(10, () => order.push("first of two"));
    loop.callAt(10, () => order.push("second of two"));
    loop.callAt(10, () => order.push("cancelled")).cancel();
    loop.callAt(30, () => loop.stop());
    loop.runForever();
    expect(order).toEqual(["first of two", "second of two", "later"]);
  });
});
