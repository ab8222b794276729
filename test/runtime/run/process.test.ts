/** `run` on Node, each program in a process of its own: exit codes, interrupts, deadlocks, what is left of other code. */
import { execute } from "./program.js";

const cleaning = `async function cleaning() { try { await sleep(5000); } finally { await sleep(5); log("cleaned"); } }`;

test("it hands back a task, and ends what main started", () => {
  const { stdout, status } = execute(`
    ${cleaning}
    async function main() { cleaning(); await sleep(2); return "value"; }
    const task = run(main);
    log(task.constructor.name, task.done());
    task.then((value) => log(value));`);
  expect([stdout, status]).toEqual(["Task false\ncleaned\nvalue", 0]);
});

test("run(main()) ends what main's first step started, too, and leaves what others started", () => {
  const { stdout } = execute(`
    ${cleaning}
    async function other() { await sleep(300); log("other finished"); }
    async function main() { cleaning(); await sleep(2); cleaning(); await sleep(2); }
    other();
    run(main()).then(() => log("over"));
    other();`);
  expect(stdout).toBe("cleaned\ncleaned\nover\nother finished\nother finished");
});

test("async generators that main began are finalised, those of others are not", () => {
  const { stdout } = execute(`
    async function* numbers(name) { try { yield 1; yield 2; } finally { log(name, "closed"); } }
    const kept = [numbers("others'")];
    kept[0].next();
    async function main() { const mine = numbers("main's"); kept.push(mine); await mine.next(); }
    run(main).then(async () => { log((await kept[0].next()).value); });`);
  expect(stdout).toBe("main's closed\n2");
});

test("a failure nobody looks at ends the process, after clean-up", () => {
  const { stdout, stderr, status } = execute(`
    ${cleaning}
    async function main() { cleaning(); await sleep(1); throw new Error("main failed"); }
    run(main);`);
  expect([stdout, status]).toEqual(["cleaned", 1]);
  expect(stderr).toContain("Error: main failed");
});

test("a failure that is handled does not", () => {
  const { stdout, status } = execute(`
    async function main() { await sleep(1); throw new Error("main failed"); }
    run(main).catch((error) => log("handled", error.message));`);
  expect([stdout, status]).toEqual(["handled main failed", 0]);
});

test("a deadlock is told at the end, with who waits for whom", () => {
  const { stdout, stderr, status } = execute(`
    async function inner() { await new Future(); }
    async function outer() { try { await inner(); } finally { log("cleaned"); } }
    run(outer);`);
  expect([stdout, status]).toEqual(["cleaned", 1]);
  expect(stderr).toContain("DeadlockError: nothing can ever happen any more, but the main task waits.");
  expect(stderr).toMatch(/\(outer\) waits for .*\(inner\)/);
  expect(stderr).toMatch(/at inner \(program\.ts:\d+:\d+\)/);
});

test("waiting for a native promise that nothing settles is a deadlock, too", () => {
  const { stderr, status } = execute(`
    const native = (0, eval)("Promise");
    async function main() { await new native(() => {}); }
    run(main);`);
  expect(status).toBe(1);
  expect(stderr).toMatch(/DeadlockError[^]*at main \(program\.ts:\d+:\d+\)/);
});

test("an endless chain of awaits starves neither timers nor I/O", () => {
  const { stdout, status } = execute(`
    import { readFile } from "node:fs";
    let stop = false;
    async function busy() { while (!stop) await null; log("stopped"); }
    async function main() {
      readFile(__filename, () => { log("read"); setTimeout(() => { stop = true; }, 5); });
      await busy();
    }
    run(main);`);
  expect([stdout, status]).toEqual(["read\nstopped", 0]);
});

describe("interrupts", () => {
  const interrupt = (delay: number): string => `setTimeout(() => process.kill(process.pid, "SIGINT"), ${delay});`;

  test("the first cancels main, which cleans up; the exit code is 130", () => {
    const { stdout, stderr, status } = execute(`${cleaning} ${interrupt(50)} run(cleaning);`);
    expect([stdout, stderr, status]).toEqual(["cleaned", "", 130]);
  });

  test("whoever waits for the run gets an InterruptError", () => {
    const { stdout, status } = execute(
      `${cleaning} ${interrupt(50)} run(cleaning).catch((error) => log(error.code, error.cause.name));`,
    );
    expect([stdout, status]).toEqual(["cleaned\nTSYNCIO_INTERRUPTED CancelledError", 130]);
  });

  test("the second ends the process", () => {
    const { stdout, status } = execute(`
      async function main() { try { await sleep(5000); } finally { log("cleaning"); await sleep(5000); log("never"); } }
      ${interrupt(50)} ${interrupt(100)} run(main);`);
    expect([stdout, status]).toEqual(["cleaning", 130]);
  });

  test("a main that handles it ends as it says", () => {
    const { stdout, status } = execute(`
      async function main() { try { await sleep(5000); } catch (error) { if (isCancelled(error)) return "handled"; } }
      ${interrupt(50)} run(main).then((value) => log(value));`);
    expect([stdout, status]).toEqual(["handled", 0]);
  });

  test("it cancels every run there is", () => {
    const { stdout, status } = execute(`${cleaning} ${interrupt(50)} run(cleaning); run(cleaning);`);
    expect([stdout, status]).toEqual(["cleaned\ncleaned", 130]);
  });

  test("a program that handles SIGINT itself keeps it", () => {
    const { stdout, status } = execute(`
      async function main() { await sleep(100); log("finished"); }
      process.on("SIGINT", () => log("program's own"));
      ${interrupt(30)} run(main);`);
    expect([stdout, status]).toEqual(["program's own\nfinished", 0]);
  });
});

test("a loop of its own: awaitable from compiled and from native code, closed in the end", () => {
  const { stdout } = execute(`
    ${cleaning}
    async function main() { cleaning(); await sleep(2); return [getRunningLoop()]; }
    async function compiled() { const [loop] = await run(main, { host: nodeHost() }); log("compiled", loop.isClosed(), loop === getRunningLoop()); }
    async function native() { "use native async"; const [loop] = await run(main, { host: nodeHost() }); log("native", loop.isClosed()); }
    compiled().then(native);`);
  expect(stdout).toBe("cleaned\ncompiled true false\ncleaned\nnative true");
});

test("many runs at once add no listeners", () => {
  const { stdout, stderr } = execute(`
    async function main() { await sleep(20); }
    const all = Array.from({ length: 50 }, () => run(main));
    log(process.listenerCount("beforeExit"), process.listenerCount("SIGINT"));
    Promise.all(all).then(() => log(process.listenerCount("beforeExit"), process.listenerCount("SIGINT")));`);
  // The one that stays reports coroutines which nobody awaited, when the process ends.
  expect([stdout, stderr]).toEqual(["1 1\n1 0", ""]);
});

test("no native promise is made by run and the primitives", () => {
  const { stdout } = execute(`
    import { createHook } from "node:async_hooks";
    let promises = 0;
    const hook = createHook({ init(id, type) { if (type === "PROMISE") promises += 1; } });
    async function job() { await sleep(1); return 1; }
    async function main() {
      hook.enable();
      await gather(job(), job(), sleep(0));
      await wait([job()], { timeout: 50 });
      await waitFor(shield(job()), 50);
      { await using _ = timeout(50); await job(); }
      await timeout(50).run(async () => job());
      hook.disable();
      log(promises);
    }
    run(main);`);
  expect(stdout).toBe("0");
});

test("AsyncLocalStorage is right around compiled code", () => {
  const { stdout } = execute(`
    import { AsyncLocalStorage } from "node:async_hooks";
    const storage = new AsyncLocalStorage();
    const seen = [];
    const see = (where) => seen.push(where + "=" + storage.getStore());
    async function first() { await sleep(0); storage.enterWith("first's"); await sleep(0); see("first"); }
    async function second() { await sleep(0); see("second"); await sleep(2); see("second, later"); }
    async function request(name, ms) {
      await sleep(ms); see(name);
      storage.enterWith(name + " changed"); await sleep(0); see(name);
      await new Promise((resolve) => setTimeout(resolve, 1)); see(name);
    }
    async function main() {
      await gather(first(), second());
      see("main");
      await gather(storage.run("a", () => request("a", 2)), storage.run("b", () => request("b", 2)));
      await storage.run("then", () => sleep(1).then(() => see("then")));
      see("main");
    }
    run(main).then(() => log(seen.filter((line) => !/^[ab]/.test(line)).join(", ") + "\\n" + seen.filter((line) => /^a/.test(line)) + "\\n" + seen.filter((line) => /^b/.test(line))));`);
  expect(stdout.split("\n")).toEqual([
    "second=undefined, first=first's, second, later=undefined, main=undefined, then=then, main=undefined",
    "a=a,a=a changed,a=a changed",
    "b=b,b=b changed,b=b changed",
  ]);
});
