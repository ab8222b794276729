/** `run` under virtual time, on compiled programs. */
import { bothKinds, load } from "./program.js";

describe.each(bothKinds)("returns: %s", (returns) => {
  const logged = (program: string): string[] => load(program, { returns });

  test("under a simulated host it is synchronous: the value, or the error", () => {
    const program = `
      async function main() { await sleep(365 * 24 * 3600 * 1000); return "a year later"; }
      async function failing() { await sleep(1); throw new RangeError("mine"); }
      log(run(main, { host: simulatedHost() }));
      try { run(failing, { host: simulatedHost() }); } catch (error) { log(error); }
      log(run(() => "a plain function", { host: simulatedHost() }));`;
    expect(logged(program)).toEqual(["a year later", "RangeError: mine", "a plain function"]);
  });

  test("it cancels what is left, waits for it, and closes the loop it made", () => {
    const program = `
      const left = async () => { try { await sleep(1000); } finally { await sleep(5); log("left: cleaned at", getRunningLoop().time()); } };
      async function main() { createTask(left()); await sleep(1); return getRunningLoop(); }
      async function held() { return [await main()]; }
      const [loop] = run(held, { host: simulatedHost() });
      log(loop.isClosed(), loop.time());`;
    expect(logged(program)).toEqual(["left: cleaned at 6", "true 6"]);
  });

  test("it does so after a failure too, and main's error wins", () => {
    const program = `
      const left = async () => { try { await sleep(1000); } finally { log("cleaned"); } };
      async function main() { createTask(left()); await sleep(1); throw new Error("main's"); }
      try { run(main, { host: simulatedHost() }); } catch (error) { log(error); }`;
    expect(logged(program)).toEqual(["cleaned", "Error: main's"]);
  });

  test("what fails while it is being cancelled goes to the exception handler", () => {
    const program = `
      const left = async () => { try { await sleep(1000); } finally { throw new Error("in clean-up"); } };
      async function main() {
        getRunningLoop().setExceptionHandler((loop, { message, exception }) => log(message, "|", exception));
        createTask(left(), { name: "job" });
        await sleep(1);
      }
      run(main, { host: simulatedHost() });`;
    expect(logged(program)).toEqual([
      expect.stringMatching(/^job.*failed while the run was being shut down \| Error: in clean-up$/),
    ]);
  });

  test("unfinished async generators are finalised, their finally may await", () => {
    const program = `
      async function* numbers() { try { yield 1; yield 2; } finally { await sleep(3); log("closed at", getRunningLoop().time()); } }
      const kept = [];
      async function main() { const all = numbers(); kept.push(all); await all.next(); }
      run(main, { host: simulatedHost() });`;
    expect(logged(program)).toEqual(["closed at 3"]);
  });

  test("a deadlock is told exactly, after clean-up ran", () => {
    const program = `
      async function inner() { try { await new Future(); } finally { log("inner cleaned"); } }
      async function main() { await inner(); }
      try { run(main, { host: simulatedHost() }); } catch (error) { log(error.name, /main \\(program.ts:\\d+:\\d+\\)/.test(error.message), /inner/.test(error.message)); }`;
    expect(logged(program)).toEqual(["inner cleaned", "DeadlockError true true"]);
  });

  test("a failure nobody looked at fails the run, wherever it happened", () => {
    const program = `
      const failing = async (ms) => { await sleep(ms); throw new Error("unseen after " + ms); };
      const attempt = (main) => { try { log(run(main, { host: simulatedHost() })); } catch (error) { log(error); } };
      attempt(async () => { createTask(failing(1)); await sleep(50); log("never"); });
      attempt(async () => { createTask(failing(0)); await sleep(0); await sleep(0); return "too early to be noticed"; });
      attempt(async () => { getRunningLoop().callSoon(() => { throw new Error("in a callback"); }); await sleep(50); });
      attempt(async () => { createTask(failing(1)).catch(() => {}); await sleep(50); return "looked at"; });`;
    expect(logged(program)).toEqual([
      "Error: unseen after 1",
      "Error: unseen after 0",
      "Error: in a callback",
      "looked at",
    ]);
  });

  test("a loop that was given stays open, and only what main started is ended", () => {
    const program = `
      const other = async (ms) => { await sleep(ms); log("other finished"); };
      const left = async () => { try { await sleep(1000); } finally { log("left cleaned"); } };
      async function main() { createTask(left()); await sleep(1); return "main"; }
      const loop = new EventLoop(simulatedHost());
      let running;
      loop.callSoon(() => { running = createTask(other(50)); });
      log(run(main, { loop }), loop.isClosed(), loop.time());
      loop.runUntilComplete(running);`;
    expect(logged(program)).toEqual(["left cleaned", "main false 1", "other finished"]);
  });

  test("a run inside a run ends with the outer one", () => {
    const program = `
      const left = async (name) => { try { await sleep(1000); } finally { log(name, "cleaned"); } };
      async function inner() { createTask(left("inner's")); await sleep(1); }
      async function main() {
        createTask(left("main's"));
        await run(inner);
        log("inner over", getRunningLoop().time());
        await sleep(5);
      }
      const loop = new EventLoop(manualHost());
      const task = run(main, { loop });
      while (!task.done()) { const next = loop.runOnce(); if (next !== Infinity) loop.host.elapse(next - loop.time()); }`;
    expect(logged(program)).toEqual(["inner's cleaned", "inner over 1", "main's cleaned"]);
  });

  test("the caller steps a manual loop; what run gives is a task of it", () => {
    const program = `
      async function main() { await sleep(10); return "stepped"; }
      const host = manualHost();
      const loop = new EventLoop(host);
      const task = run(main, { loop });
      log(task.done());
      let steps = 0;
      while (!task.done()) { const next = loop.runOnce(); steps += 1; if (next > host.now() && next !== Infinity) host.elapse(next - host.now()); }
      log(task.result(), host.now());`;
    expect(logged(program)).toEqual(["false", "stepped 10"]);
  });

  test("main runs in the context given, as asyncio's runner does it", () => {
    const program = `
      import { copyContext } from "tsyncio";
      const variable = new ContextVar("variable", { default: "outside" });
      const context = copyContext();
      async function main() { variable.set("first part"); await sleep(1); log(variable.get()); variable.set("set by main"); await sleep(1); }
      run(main, { host: simulatedHost(), context });
      log(variable.get(), context.get(variable));`;
    expect(logged(program)).toEqual(["first part", "outside set by main"]);
  });

  test("a signal cancels main", () => {
    const program = `
      async function main() { try { await sleep(1000); } finally { log("cleaned"); } }
      try { run(main, { host: simulatedHost(), signal: AbortSignal.abort("no") }); } catch (error) { log(error.name, error.reason); }`;
    const lines = logged(program);
    expect(lines.at(-1)).toBe("CancelledError no");
  });
});

describe("misuse", () => {
  test("an async function that was not compiled", () => {
    const program = `
      async function plain() { "use native async"; await null; }
      const attempt = (main) => { try { run(main, { host: simulatedHost() }); } catch (error) { log(error.code, error.message.split(" was not")[0]); log(error.message.includes("tspc") && error.message.includes("plugins") && error.message.includes("npx tsyncio doctor")); } };
      attempt(plain);
      attempt(() => plain());
      attempt(plain());
      attempt({ async method() { "use native async"; } }.method);`;
    expect(load(program)).toEqual([
      "TSYNCIO_NOT_COMPILED the async function plain",
      "true",
      "TSYNCIO_NOT_COMPILED what the function given as main calls",
      "true",
      "TSYNCIO_NOT_COMPILED what was given as main",
      "true",
      "TSYNCIO_NOT_COMPILED the async function method",
      "true",
    ]);
  });

  test("a task that was started on another loop", () => {
    const program = `
      async function main() { await sleep(0); }
      try { run(main(), { host: simulatedHost() }); } catch (error) { log(error); }`;
    expect(load(program)).toEqual([
      "ForeignLoopError: run was given a task that was started on another loop: give it the function, run(main) or run(() => main(args)), and it starts on the loop asked for",
    ]);
  });

  test("a coroutine belongs to no loop yet", () => {
    const program = `
      async function main() { await sleep(5); return "fine"; }
      log(run(main(), { host: simulatedHost() }));`;
    expect(load(program, { returns: "coroutine" })).toEqual(["fine"]);
  });

  test("nothing to run, and both a loop and a host", () => {
    const program = `
      try { run(5, { host: simulatedHost() }); } catch (error) { log(error); }
      try { run(() => 1, { host: simulatedHost(), loop: new EventLoop(manualHost()) }); } catch (error) { log(error); }`;
    expect(load(program)).toEqual([
      "NotCompiledError: run needs a function, or something to await; got 5. Write run(main), or run(() => main(args))",
      "ArgumentError: give a loop or a host, not both: a loop has its host already",
    ]);
  });

  test("a closed loop", () => {
    const program = `
      const loop = new EventLoop(simulatedHost());
      loop.close();
      try { run(async () => 1, { loop }); } catch (error) { log(error.name); }`;
    expect(load(program)).toEqual(["LoopClosedError"]);
  });
});
