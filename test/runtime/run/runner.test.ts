/** asyncio's rules for `Runner` (test_runners.py), on compiled programs. */
import { execute, load } from "./program.js";

const withVariable = `
  const variable = new ContextVar("variable", { default: "unset" });
  async function set() { variable.set("set"); await sleep(1); variable.set(variable.get() + " twice"); }
  async function get() { await sleep(1); return variable.get(); }`;

test.each(["task", "coroutine"] as const)("mains share one loop and one context, returns: %s", (returns) => {
  const program = `${withVariable}
    const runner = new Runner({ host: simulatedHost() });
    runner.run(set);
    log(runner.run(get), variable.get(), runner.getLoop().time());
    runner.close();
    log(runner.getLoop === undefined);`;
  expect(load(program, { returns })).toEqual(["set twice unset 2", "false"]);
});

test("a context of one's own for one main", () => {
  const program = `${withVariable}
    import { copyContext } from "tsyncio";
    const runner = new Runner({ host: simulatedHost() });
    const context = copyContext();
    runner.run(set, { context });
    log(context.get(variable), runner.run(get), runner.run(get, { context }));`;
  expect(load(program)).toEqual(["set twice unset set twice"]);
});

test("what a main left goes on with the next one, and is ended by close()", () => {
  const program = `
    async function left() { try { for (;;) { await sleep(10); log("tick", getRunningLoop().time()); } } finally { log("ended"); } }
    const kept = [];
    const runner = new Runner({ host: simulatedHost() });
    runner.run(async () => { kept.push(left()); await sleep(15); });
    runner.run(async () => { await sleep(10); });
    runner.close();
    runner.close();`;
  expect(load(program)).toEqual(["tick 10", "tick 20", "ended"]);
});

test("closed is closed", () => {
  const program = `
    const runner = new Runner({ host: simulatedHost() });
    const loop = runner.getLoop();
    runner.close();
    log(loop.isClosed());
    for (const use of [() => runner.run(async () => 1), () => runner.getLoop()]) try { use(); } catch (error) { log(error); }
    new Runner().close();`;
  expect(load(program)).toEqual([
    "true",
    "RunnerStateError: this runner is closed: make a new one",
    "RunnerStateError: this runner is closed: make a new one",
  ]);
});

test("using closes it, and a loop that was given stays open", () => {
  const program = `
    const loop = new EventLoop(simulatedHost());
    { using runner = new Runner({ loop }); log(runner.run(async () => { await sleep(1); return 5; })); }
    log(loop.isClosed(), loop.time());`;
  expect(load(program)).toEqual(["5", "false 1"]);
});

test("errors of a main leave the runner usable", () => {
  const program = `
    const runner = new Runner({ host: simulatedHost() });
    try { runner.run(async () => { await sleep(1); throw new Error("first"); }); } catch (error) { log(error); }
    try { runner.run(async () => { await new Future(); }); } catch (error) { log(error.name); }
    log(runner.run(async () => "third"));
    runner.close();`;
  expect(load(program)).toEqual(["Error: first", "DeadlockError", "third"]);
});

test("on Node run gives tasks, one main at a time, and close() one too", () => {
  const { stdout } = execute(`${withVariable}
    async function main() {
      const runner = new Runner();
      const first = runner.run(set);
      for (const use of [() => runner.run(get), () => runner.close()]) try { use(); } catch (error) { log(error.message); }
      await first;
      log(await runner.run(get), runner.getLoop() === getRunningLoop());
      const loop = runner.getLoop();
      await runner.close();
      log(loop.isClosed());
      { await using second = new Runner(); log(await second.run(() => 1)); }
    }
    run(main);`);
  expect(stdout.split("\n")).toEqual([
    "this runner runs a main already: wait for the task that run() gave before the next one",
    "this runner's main has not ended: wait for it, or cancel it, before close()",
    "set twice false",
    "true",
    "1",
  ]);
});
