// The loop: ready queue, timers, callbacks, errors, running and closing; under virtual time where it matters.
import { NativePromise } from "./native.js";
import { Context, ContextVar } from "../../../runtime/core/context.js";
import { type LoopCore, loops } from "../../../runtime/core/loop-core.js";
import type { ExceptionContext } from "../../../runtime/core/exception-context.js";
import { EventLoop } from "../../../runtime/core/loop.js";
import { TimerHeap } from "../../../runtime/core/timer-heap.js";
import { guestHost, settled, useAmbient, virtualHost } from "./hosts.js";
import { compiled, compiledCoroutine, compiledGenerator, Out } from "./machines.js";

const host = virtualHost();
const loop = useAmbient(host);

describe("callbacks", () => {
  test("run in order, one iteration later what they schedule", () => {
    const log: string[] = [];
    loop.callSoon(() => {
      log.push("a");
      loop.callSoon(() => log.push("c"));
    });
    loop.callSoon(() => log.push("b"));
    loop.runOnce();
    expect(log).toEqual(["a", "b"]);
    loop.runOnce();
    expect(log).toEqual(["a", "b", "c"]);
  });

  test("can be cancelled, and get their arguments", () => {
    const log: unknown[] = [];
    const handle = loop.callSoon((...args: unknown[]) => log.push(args), 1);
    loop.callSoon((a: number, b: string) => log.push([a, b]), 1, "x");
    handle.cancel();
    expect(handle.cancelled()).toBe(true);
    loop.runOnce();
    expect(log).toEqual([[1, "x"]]);
  });

  test("run in the context they were registered in", () => {
    const v = new ContextVar("v", { default: "none" });
    const log: string[] = [];
    const own = new Context();
    own.run(() => v.set("own"));
    v.set("outer");
    loop.callSoon(() => {
      log.push(v.get());
      v.set("inside");
    });
    v.set("later");
    loop.callSoonIn(own, () => log.push(v.get()));
    loop.callLater(1, () => log.push(v.get()));
    loop.createFuture().addDoneCallback(() => log.push(`callback ${v.get()}`));
    host.time += 1;
    loop.runOnce();
    loop.runOnce();
    expect([log, v.get()]).toEqual([["outer", "own", "later"], "later"]);
  });

  test("what they throw goes to the exception handler", () => {
    const seen: ExceptionContext[] = [];
    loop.setExceptionHandler((_, context) => seen.push(context));
    loop.callSoon(function named() {
      throw new Error("x");
    });
    loop.runOnce();
    loop.setExceptionHandler(() => {
      throw new Error("handler broke");
    });
    loop.callSoon(() => {
      throw new Error("y");
    });
    loop.runOnce();
    loop.setExceptionHandler(null);
    expect(seen[0]!.message).toBe("exception in callback named");
    expect((host.unhandled.splice(0) as Error[]).map((e) => e.message)).toEqual(["handler broke"]);
  });

  test("bad input", () => {
    expect(() => loop.callLater(NaN, () => 0)).toThrow(expect.objectContaining({ code: "TSYNCIO_INVALID_DELAY" }));
    expect(() => loop.callAt("x" as never, () => 0)).toThrow("must be a number of milliseconds");
    expect(() => loop.callSoon(5 as never)).toThrow(TypeError);
    expect(() => loop.createTask(NativePromise.resolve() as never)).toThrow(
      expect.objectContaining({ code: "TSYNCIO_NOT_COMPILED" }),
    );
  });
});

describe("timers", () => {
  test("fire by deadline, equal ones in the order they were set", () => {
    const log: string[] = [];
    loop.callLater(20, () => log.push("c"));
    loop.callLater(10, () => log.push("a"));
    loop.callLater(10, () => log.push("b"));
    const start = host.time;
    loop.runOnce(start);
    expect(loop.nextDeadline()).toBe(start + 10);
    host.time = start + 30;
    loop.runOnce();
    expect(log).toEqual(["a", "b", "c"]);
    expect(loop.runOnce()).toBe(Infinity);
  });

  test("the heap keeps order and drops cancelled ones", () => {
    const heap = new TimerHeap<{ when: number; seq: number; dead?: boolean; cancelled(): boolean }>();
    const entries = Array.from({ length: 400 }, (_, seq) => ({
      when: (seq * 7919) % 83,
      seq,
      dead: false,
      cancelled() {
        return this.dead;
      },
    }));
    entries.forEach((entry) => heap.add(entry));
    for (const entry of entries)
      if (entry.seq % 3 !== 0) {
        entry.dead = true;
        heap.noteCancelled();
      }
    expect(heap.size).toBeLessThan(250);
    expect(heap.live).toBe(134);
    const order: number[] = [];
    for (let e = heap.takeDue(Infinity); e !== undefined; e = heap.takeDue(Infinity)) order.push(e.when * 1000 + e.seq);
    expect(order).toHaveLength(134);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test("a cancelled timer does not keep the host's timer", () => {
    const asked: [string, number?][] = [];
    const guest = {
      ...guestHost(),
      setTimer: (_: () => void, delay: number) => {
        asked.push(["set", Math.round(delay)]);
        return 1;
      },
      clearTimer: () => void asked.push(["clear"]),
      now: () => 0,
    };
    const own = new EventLoop(guest);
    const far = own.callLater(2 ** 40, () => 0);
    const near = own.callLater(5, () => 0);
    near.cancel();
    far.cancel();
    own.callLater(3, () => 0);
    expect(asked).toEqual([
      ["set", 2 ** 31 - 1],
      ["clear"],
      ["set", 5],
      ["clear"],
      ["set", 2 ** 31 - 1],
      ["clear"],
      ["set", 3],
    ]);
    own.close();
  });

  test("a busy ready queue does not starve them for ever", () => {
    let fired = false;
    loop.callLater(0, () => (fired = true));
    let turns = 0;
    const again = (): void => void (fired || (turns++, loop.callSoon(again)));
    again();
    while (!fired && turns < 5000) loop.runOnce();
    expect(turns).toBeLessThan(1100);
    loop.runOnce();
  });
});

describe("running", () => {
  test("runUntilComplete is synchronous where time can be advanced", () => {
    const main = compiledCoroutine(function* main() {
      const f = loop.createFuture();
      loop.callLater(5000, () => f.setResult(7));
      return yield f;
    });
    expect(loop.runUntilComplete(main())).toBe(7);
    expect(() =>
      loop.runUntilComplete(
        compiled(function* () {
          yield 0;
          throw new Error("main");
        })(),
      ),
    ).toThrow("main");
    expect(host.unhandled).toEqual([]);
  });

  test("a deadlock is reported with the await graph", () => {
    const inner = compiled(function* inner() {
      yield loop.createFuture();
    });
    const main = compiled(function* main() {
      yield inner();
    });
    let error: any;
    try {
      loop.runUntilComplete(main());
    } catch (e) {
      error = e;
    }
    expect(error.code).toBe("TSYNCIO_DEADLOCK");
    expect(error.message).toMatch(/Task-\d+ \(main\) waits for Task-\d+ \(inner\)/);
    expect(error.message).toMatch(/Task-\d+ \(inner\) waits for a Future that nothing settles/);
    expect(error.message).toContain("at inner (inner.ts:2:2)");
    for (const t of loop.allTasks()) t.cancel();
    while (loop.hasReady) loop.runOnce();
  });

  test("stop ends it after what is ready", () => {
    const log: string[] = [];
    loop.callSoon(() => {
      log.push("a");
      loop.stop();
      loop.callSoon(() => log.push("later"));
    });
    loop.callSoon(() => log.push("b"));
    loop.runForever();
    expect(log).toEqual(["a", "b"]);
    loop.runOnce();
    expect(log).toEqual(["a", "b", "later"]);
    loop.callSoon(() => loop.stop());
    expect(() => loop.runUntilComplete(loop.createFuture())).toThrow("stopped before");
  });

  test("not twice, not inside itself", () => {
    const errors: unknown[] = [];
    loop.callSoon(() => {
      for (const run of [
        () => loop.runForever(),
        () => loop.runOnce(),
        () => loop.close(),
        () => loop.runUntilComplete(loop.createFuture()),
      ]) {
        try {
          run();
        } catch (e) {
          errors.push((e as { code: string }).code);
        }
      }
      loop.stop();
    });
    loop.runForever();
    expect(errors).toEqual(Array(4).fill("TSYNCIO_LOOP_STATE"));
  });

  test("a closed loop says so", () => {
    const own = new EventLoop(virtualHost());
    own.callSoon(() => 0);
    own.close();
    own.close();
    expect(own.isClosed()).toBe(true);
    for (const use of [
      () => own.callSoon(() => 0),
      () => own.callLater(1, () => 0),
      () => own.runOnce(),
      () => own.runForever(),
    ]) {
      expect(use).toThrow(expect.objectContaining({ code: "TSYNCIO_LOOP_CLOSED" }));
    }
  });

  test("futures of two loops do not mix", () => {
    const other = new EventLoop(virtualHost());
    const main = compiled(function* () {
      try {
        yield other.createFuture();
      } catch (e) {
        return (e as { code: string }).code;
      }
    });
    expect(loop.runUntilComplete(main())).toBe("TSYNCIO_FOREIGN_LOOP");
  });

  test("debug mode reports slow callbacks", () => {
    const slow = virtualHost();
    const own = new EventLoop(slow, { debug: true });
    own.callSoon(function slowOne() {
      slow.time += 200;
    });
    own.callSoon(() => 0);
    own.runOnce();
    expect(slow.warnings).toEqual([expect.stringContaining("slowOne took 200 ms")]);
  });

  test("shutdownAsyncgens runs the finally of every begun generator", () => {
    const log: string[] = [];
    const gen = compiledGenerator(function* (name) {
      try {
        yield new Out(1);
        yield new Out(2);
      } finally {
        log.push(name);
        if (name === "b") throw new Error("in finally");
      }
    });
    const [a, b, never, done] = [gen("a"), gen("b"), gen("never"), gen("done")];
    loop.runUntilComplete(
      compiled(function* () {
        yield a.next();
        yield b.next();
        for (let i = 0; i < 3; i += 1) yield done.next();
        log.length = 0;
        yield loop.shutdownAsyncgens();
      })(),
    );
    expect(log.sort()).toEqual(["a", "b"]);
    expect((host.unhandled.splice(0) as Error[]).map((e) => e.message)).toEqual(["in finally"]);
    void never;
  });
});

describe("on a guest host", () => {
  test("generations are microtasks, a long chain yields to the platform", async () => {
    let macrotasks = 0;
    let clock = 0;
    const guest = {
      ...guestHost(),
      now: () => clock,
      slice: 5,
      macrotask: (callback: () => void) => {
        macrotasks += 1;
        setImmediate(callback);
      },
    };
    const own = new EventLoop(guest);
    let runs = 0;
    const again = (): void => {
      clock += 1;
      runs += 1;
      if (runs < 1000) own.callSoon(again);
    };
    own.callSoon(again);
    for (let turn = 0; turn < 100; turn += 1) await settled();
    expect(runs).toBe(1000);
    expect(macrotasks).toBeGreaterThan(3);
    own.close();
  });

  test("a timer that is set while the loop is busy fires while it is busy", async () => {
    let clock = 0;
    const timers = new Map<object, { readonly at: number; readonly fire: () => void }>();
    const own = new EventLoop({
      ...guestHost(),
      now: () => clock,
      slice: 5,
      setTimer: (fire: () => void, delay: number) => {
        const timer = {};
        timers.set(timer, { at: clock + delay, fire });
        return timer;
      },
      clearTimer: (timer: unknown) => void timers.delete(timer as object),
      macrotask: (callback: () => void) =>
        void setImmediate(() => {
          for (const [timer, { at, fire }] of timers) if (at <= clock && timers.delete(timer)) fire();
          callback();
        }),
    });
    let isOver = false;
    let runs = 0;
    const busy = (): void => {
      clock += 1;
      runs += 1;
      if (runs === 1) own.callLater(20, () => (isOver = true));
      if (!isOver && runs < 5000) own.callSoon(busy);
    };
    own.callSoon(busy);
    for (let turn = 0; turn < 100; turn += 1) await settled();
    expect(isOver).toBe(true);
    expect(runs).toBeLessThan(500);
    own.close();
  });

  test("runForever, stop, and going on", async () => {
    const own = new EventLoop(guestHost());
    const log: string[] = [];
    own.runForever()!.then(() => log.push("stopped"));
    own.stop();
    await settled();
    expect(own.isRunning()).toBe(false);
    own.callSoon(() => log.push("ran"));
    own.callLater(1, () => log.push("timer"));
    await new NativePromise((resolve) => setTimeout(resolve, 10));
    expect(log).not.toContain("ran");
    own.runForever();
    await new NativePromise((resolve) => setTimeout(resolve, 10));
    expect(log).toEqual(["stopped", "ran", "timer"]);
    own.close();
  });

  test("merged generations keep native promises in their place", async () => {
    const own = new EventLoop(guestHost(), { burst: 64 });
    const log: string[] = [];
    loops.running = own as LoopCore;
    const ticks = compiled(function* (name) {
      for (let i = 1; i <= 3; i += 1) {
        yield 0;
        log.push(`${name}${i}`);
      }
    });
    compiled(function* () {
      log.push(yield NativePromise.resolve("native"));
      yield 0;
      log.push("after");
    })();
    ticks("a");
    loops.running = null;
    await settled();
    expect(log).toEqual(["native", "a1", "after", "a2", "a3"]);
    own.close();
  });
});
