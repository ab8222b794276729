// Asking the host for something may throw: the call stack may be full just then. Nothing may be lost or stuck after that.
import { EventLoop } from "../../../runtime/core/loop.js";
import { type LoopCore, loops } from "../../../runtime/core/loop-core.js";
import { guestHost, settled } from "./hosts.js";
import { compiled } from "./machines.js";
import { Deferred, REJECTED } from "../../../runtime/core/deferred.js";

/** A host whose `method` throws when it is called for the first time, as on a full stack. */
function failsOnce(method: "microtask" | "macrotask" | "setTimer") {
  const host = guestHost();
  const works = host[method] as (...args: unknown[]) => unknown;
  let failed = false;
  const fails = (...args: unknown[]): unknown => {
    if (failed) return works(...args);
    failed = true;
    throw new RangeError("Maximum call stack size exceeded");
  };
  return Object.assign(host, { [method]: fails });
}

describe("when the host cannot be asked because the stack is full", () => {
  test("a generation is not begun: what is pushed next asks again", async () => {
    const own = new EventLoop(failsOnce("microtask"));
    const log: string[] = [];
    expect(() => own.callSoon(() => log.push("lost to its caller"))).toThrow(RangeError);
    expect(own.hasReady).toBe(false);
    own.callSoon(() => log.push("first"));
    own.callSoon(() => log.push("second"));
    await settled();
    expect(log).toEqual(["first", "second"]);
    own.close();
  });

  test("a failure that could not be watched does not keep the next from being watched", async () => {
    const host = failsOnce("macrotask");
    const own = new EventLoop(host);
    const fail = (message: string): void => new Deferred(own).settle(REJECTED, new Error(message));
    expect(() => fail("first")).toThrow(RangeError);
    fail("second");
    await settled();
    expect((host.unhandled as Error[]).map((error) => error.message)).toEqual(["first", "second"]);
    own.close();
  });

  test("a timer that could not be armed is armed with the next one", async () => {
    const own = new EventLoop(failsOnce("setTimer"));
    const log: string[] = [];
    expect(() => own.callLater(1, () => log.push("first"))).toThrow(RangeError);
    const fired = own.createFuture();
    own.callLater(2, () => fired.setResult("second"));
    await fired;
    expect(log).toEqual(["first"]);
    own.close();
  });

  test("recursion without end fails where it happens, and the loop goes on", async () => {
    const own = new EventLoop(guestHost());
    const outer = loops.running;
    loops.running = own as LoopCore;
    const forever: () => PromiseLike<unknown> = compiled(function* () {
      yield forever();
    });
    const failed = forever();
    loops.running = outer;
    await expect(failed).rejects.toThrow(RangeError);
    loops.running = own as LoopCore;
    const fine = compiled(function* () {
      yield 0;
      return "fine";
    })();
    loops.running = outer;
    expect(await fine).toBe("fine");
    own.close();
  });
});
