import {
  EventLoop,
  ForeignLoopError,
  getRunningLoop,
  Handle,
  InvalidDelayError,
  LoopClosedError,
  NotCompiledError,
  simulatedHost,
  TimerHandle,
} from "tsyncio";
import { newLoop } from "../support.js";

const noop = (): void => {};

describe("test_base_events.BaseEventLoopTests", () => {
  test("test_close", () => {
    const loop = newLoop();
    expect(loop.isClosed()).toBe(false);
    loop.close();
    expect(loop.isClosed()).toBe(true);
    // It may be closed more than once.
    loop.close();
    loop.close();
    // A closed loop does nothing.
    const future = loop.createFuture();
    expect(() => loop.runForever()).toThrow(LoopClosedError);
    expect(() => loop.runUntilComplete(future)).toThrow(LoopClosedError);
  });

  test("test_call_soon", () => {
    const loop = newLoop();
    const handle = loop.callSoon(noop);
    expect(handle).toBeInstanceOf(Handle);
    expect(handle.isFor(noop)).toBe(true);
    expect(loop.hasReady).toBe(true);
  });

  test("test_call_soon_non_callable", () => {
    const loop = newLoop();
    loop.setDebug(true);
    expect(() => loop.callSoon(1 as never)).toThrow(TypeError);
    expect(() => loop.callSoon(1 as never)).toThrow(/must be a function/);
  });

  test("test_call_later", () => {
    const loop = newLoop();
    const handle = loop.callLater(10_000, noop);
    expect(handle).toBeInstanceOf(TimerHandle);
    expect([loop.hasTimers, loop.hasReady]).toEqual([true, false]);
    expect(() => loop.callLater(null as never, noop)).toThrow(InvalidDelayError);
  });

  test("test_call_later_negative_delays", () => {
    const loop = newLoop();
    const calls: string[] = [];
    loop.callLater(-1000, (name: string) => calls.push(name), "a");
    loop.callLater(-2000, (name: string) => calls.push(name), "b");
    loop.runOnce();
    expect(calls).toEqual(["b", "a"]);
  });

  test("test_time_and_call_at", () => {
    const loop = newLoop();
    const when = loop.time() + 100;
    loop.callAt(when, () => loop.stop());
    const before = loop.time();
    loop.runForever();
    expect(loop.time() - before).toBe(100);
    expect(() => loop.callAt(null as never, noop)).toThrow(InvalidDelayError);
  });

  test("test_set_debug", () => {
    const loop = newLoop();
    loop.setDebug(true);
    expect(loop.getDebug()).toBe(true);
    loop.setDebug(false);
    expect(loop.getDebug()).toBe(false);
  });

  test("test__run_once_schedule_handle", () => {
    const loop = newLoop();
    let processed = false;
    let handle: Handle | undefined;
    let ran = false;
    loop.callAt(loop.time() - 1000, () => {
      processed = true;
      handle = loop.callSoon(() => (ran = true));
    });
    loop.runOnce();
    // What a callback schedules waits for the next iteration.
    expect(processed).toBe(true);
    expect(handle).toBeInstanceOf(Handle);
    expect([ran, loop.hasReady]).toEqual([false, true]);
  });

  test("test__run_once_cancelled_event_cleanup", () => {
    const loop = newLoop();
    /** How many timers are kept, cancelled ones that were not thrown away yet included. */
    const kept = (): number => (loop as unknown as { timers: { size: number } }).timers.size;
    // One that stays keeps cancelled ones from coming to the head, where they are thrown away anyway.
    loop.callLater(3_000_000, noop);
    // A few cancelled ones are no reason to clean up.
    for (let i = 0; i < 2; i += 1) loop.callLater(3_600_000, noop).cancel();
    for (let i = 0; i < 2; i += 1) loop.callLater(100_000, noop).cancel();
    loop.runOnce();
    // Those at the head are gone.
    expect(kept()).toBe(3);
    // So many that most are cancelled ones: then they are thrown away.
    for (let i = 0; i < 49; i += 1) loop.callLater(3_600_000, noop);
    for (let i = 0; i < 60; i += 1) loop.callLater(3_600_000, noop).cancel();
    loop.runOnce();
    expect(kept()).toBeLessThan(1 + 2 + 49 + 60);
    expect(kept()).toBeGreaterThanOrEqual(50);
  });

  test("test_run_until_complete_type_error", () => {
    expect(() => newLoop().runUntilComplete("blah" as never)).toThrow(NotCompiledError);
  });

  test("test_run_until_complete_loop", () => {
    const future = newLoop().createFuture();
    expect(() => newLoop().runUntilComplete(future)).toThrow(ForeignLoopError);
  });

  test("test_run_once", () => {
    const loop = newLoop();
    let count = 0;
    loop.callSoon(() => (count += 1));
    // One pass: stop, and run for ever.
    loop.callSoon(() => loop.stop());
    loop.runForever();
    expect(count).toBe(1);
  });

  test("test_custom_run_forever_integration", () => {
    // Who drives the loop by hand needs no more than runOnce().
    const loop = newLoop();
    let count = 0;
    let running: [boolean, boolean] | undefined;
    loop.callSoon(() => {
      count += 1;
      running = [loop.isRunning(), getRunningLoop() === loop];
    });
    for (let i = 0; i < 10; i += 1) loop.runOnce();
    expect(running).toEqual([true, true]);
    expect(loop.isRunning()).toBe(false);
    expect(count).toBe(1);
  });
});

describe("test_base_events.BaseEventLoopWithSelectorTests", () => {
  test("test_log_slow_callbacks", () => {
    const warnings: string[] = [];
    const loop = new EventLoop(simulatedHost({ onWarning: (message) => warnings.push(message) }));
    loop.setDebug(true);
    loop.slowCallbackDuration = 0;
    loop.callSoon(function stopLoopCallback() {
      loop.stop();
    });
    loop.runForever();
    expect(warnings.at(-1)).toMatch(/stopLoopCallback took \d+ ms/);

    const stopLoopCoroutine = async (): Promise<void> => {
      loop.stop();
    };
    loop.createTask(stopLoopCoroutine());
    loop.runForever();
    expect(warnings.at(-1)).toMatch(/^Task-1 \(stopLoopCoroutine\) took \d+ ms/);
  });
});
