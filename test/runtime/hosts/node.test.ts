/** The node host: what fake timers can and cannot reach, and what it does to the process. */
import { nodeHost } from "../../../runtime/hosts/node.js";
import { makeLab, type Lab } from "./child.js";

describe("under fake timers", () => {
  afterEach(() => {
    jest.useRealTimers();
  });

  test("a drain goes on, a timer waits for the fake clock", () => {
    jest.useFakeTimers();
    const host = nodeHost();
    const seen: string[] = [];
    const drained = new Promise<void>((done) => {
      host.setTimer(() => seen.push("timer"), 5);
      host.microtask(() => {
        seen.push("microtask");
        host.macrotask(() => {
          seen.push("macrotask");
          done();
        });
      });
    });
    return drained.then(() => {
      expect(seen).toEqual(["microtask", "macrotask"]);
      jest.advanceTimersByTime(5);
      expect(seen).toEqual(["microtask", "macrotask", "timer"]);
    });
  });
});

test("microtasks keep their order among the platform's own", () => {
  const host = nodeHost();
  const seen: number[] = [];
  host.microtask(() => seen.push(1));
  queueMicrotask(() => seen.push(2));
  host.microtask(() => seen.push(3));
  return new Promise<void>((done) => host.macrotask(done)).then(() => {
    expect(seen).toEqual([1, 2, 3]);
  });
});

test("a slice that is no duration is refused", () => {
  expect(() => nodeHost({ slice: NaN })).toThrow("slice must be a number of milliseconds");
  expect(() => nodeHost({ slice: -1 })).toThrow(RangeError);
  expect(nodeHost({ slice: Infinity }).slice).toBe(Infinity);
});

describe("in a process of its own", () => {
  let lab: Lab;
  beforeAll(() => {
    lab = makeLab();
  });
  afterAll(() => lab.remove());

  const load = `
    import { nodeHost } from "./hosts/node.js";
    const host = nodeHost();
    const future = { name: "future" };
  `;
  const fail = `host.reportUnhandled(new Error("nobody looked"), future); setImmediate(() => console.log("went on"));`;

  test("an unseen failure ends the process, with its stack", () => {
    const { status, stderr, stdout } = lab.run(load + fail);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/Error: nobody looked\n {4}at/);
  });

  test("unhandledRejection listeners get error and future instead", () => {
    const listen = `process.on("unhandledRejection", (error, which) => console.log(error.message, which === future));`;
    const { status, stdout } = lab.run(load + listen + fail);
    expect([status, stdout]).toEqual([0, "nobody looked true\nwent on"]);
  });

  test("uncaughtException listeners come next", () => {
    const listen = `process.on("uncaughtException", (error) => console.log("uncaught", error.message));`;
    const { status, stdout } = lab.run(load + listen + fail);
    expect([status, stdout]).toEqual([0, "uncaught nobody looked\nwent on"]);
  });

  test("what is not an Error is wrapped in one that says what to do", () => {
    const { status, stderr } = lab.run(load + `host.reportUnhandled("just text", future);`);
    expect(status).toBe(1);
    expect(stderr).toContain("throw an Error, or await the task and catch. The value: just text");
  });

  test.each([
    ["none", 0, "went on"],
    ["warn", 0, "went on"],
    ["warn-with-error-code", 1, "went on"],
    ["strict", 1, ""],
  ])("--unhandled-rejections=%s is obeyed", (mode, expectedStatus, expectedOutput) => {
    const { status, stdout, stderr } = lab.run(load + fail, `--unhandled-rejections=${mode}`);
    expect([status, stdout]).toEqual([expectedStatus, expectedOutput]);
    if (mode.startsWith("warn")) expect(stderr).toContain("UnhandledFailureWarning");
  });

  test("a warning is the process's, with the detail below when it is text", () => {
    const program = `
      host.warn("look at this", "a detail");
      host.warn("and this", { an: "object" });
    `;
    const { stderr } = lab.run(load + program);
    expect(stderr).toMatch(/TsyncioWarning: look at this\na detail\n/);
    expect(stderr).toMatch(/TsyncioWarning: and this\n/);
    expect(stderr).not.toContain("[object");
  });

  test("timers keep the process alive, and an idle end is announced", () => {
    const program = `
      host.setTimer(() => console.log("timer"), 20);
      const off = host.onIdle(() => { console.log("idle"); off(); host.setTimer(() => console.log("woken"), 5); });
    `;
    expect(lab.run(load + program).stdout).toBe("timer\nidle\nwoken");
  });

  test("an interrupt is taken over only while nobody else handles it", () => {
    const program = `
      const off = host.process.onInterrupt(() => { console.log("ours"); off(); clearInterval(alive); });
      const none = host.process.onInterrupt(() => console.log("never: somebody listens"));
      const alive = setInterval(() => {}, 1000);
      console.log(process.listenerCount("SIGINT"));
      process.kill(process.pid, "SIGINT");
      none();
    `;
    expect(lab.run(load + program).stdout).toBe("1\nours");
  });

  test("a callback runs outside the stores of who asked for it", () => {
    const program = `
      const { AsyncLocalStorage } = process.getBuiltinModule("node:async_hooks");
      const storage = new AsyncLocalStorage();
      const see = (what) => () => console.log(what, storage.getStore());
      storage.run("request", () => {
        host.microtask(see("microtask"));
        host.macrotask(see("macrotask"));
        host.setTimer(see("timer"), 500);
      });
    `;
    expect(lab.run(load + program).stdout).toBe("microtask undefined\nmacrotask undefined\ntimer undefined");
  });

  test("no native promise is made by any of it", () => {
    const program = `
      import { createHook } from "node:async_hooks";
      let promises = 0;
      const hook = createHook({ init(id, type) { if (type === "PROMISE") promises += 1; } });
      setImmediate(() => {
        hook.enable();
        host.microtask(() => host.macrotask(() => host.setTimer(() => {
          hook.disable();
          console.log(promises);
        }, 1)));
      });
    `;
    expect(lab.run(load + program).stdout).toBe("0");
  });
});
