/** `simulate`: a program in a world of its own. */
import { ContextVar, DeadlockError } from "tsyncio";
import { LivelockError, simulate, SimulationError } from "tsyncio/testing";
import { load, loadMain, thrown } from "./program.js";

const quiet = { onWarning: () => {} };

test("it is synchronous: the value is there when it returns, and a virtual year takes no time", () => {
  const main = loadMain(`
    import { sleep } from "tsyncio";
    export async function main() { for (let day = 0; day < 365; day++) await sleep(86_400_000); return "happy new year"; }`);
  const { value, time } = simulate(main);
  expect(value).toBe("happy new year");
  expect(time).toBe(365 * 86_400_000);
});

test("coroutine functions are simulated like task functions", () => {
  const main = loadMain(
    `
    import { createTask, sleep } from "tsyncio";
    async function work(ms) { await sleep(ms); return ms; }
    export async function main() { const a = createTask(work(5)), b = createTask(work(3)); return [await a, await b]; }`,
    { returns: "coroutine" },
  );
  expect(simulate(main, { policy: "random", seed: 3 }).value).toEqual([5, 3]);
});

test("a main that is no async function gives its value", () => {
  expect(simulate(() => 5).value).toBe(5);
});

test("what main throws is the cause of what simulate throws, and the message says how to see it again", () => {
  const main = loadMain(`export async function main() { await null; throw new RangeError("too far"); }`);
  const error = thrown(() => simulate(main, { seed: 7 }));
  expect(error).toBeInstanceOf(SimulationError);
  expect(error.cause).toBeInstanceOf(RangeError);
  expect(error.message).toMatch(/^RangeError: too far\n/);
  expect(error.message).toContain("seed 7, fifo schedule, 1 steps, 0 ms of virtual time");
  expect(error.message).toContain(`simulate(main, { schedule: "tsyncio-schedule:1;seed:7;`);
});

test("a failure that nobody looked at fails the run", () => {
  const main = loadMain(`
    import { sleep } from "tsyncio";
    async function background() { await sleep(5); throw new Error("unseen"); }
    export async function main() { background(); await sleep(10); return "fine"; }`);
  expect(thrown(() => simulate(main)).message).toMatch(/^Error: unseen/);
});

test("what a timer's callback throws fails the run", () => {
  const main = loadMain(`
    import { sleep } from "tsyncio";
    export async function main() { setTimeout(() => { throw new Error("in a timer"); }, 5); await sleep(10); }`);
  expect(thrown(() => simulate(main)).message).toMatch(/^Error: in a timer/);
});

test("what is left when main ends is cancelled, and generators are closed: every finally runs", () => {
  const { main, log } = load<{ main: () => Promise<void>; log: string[] }>(`
    import { sleep } from "tsyncio";
    export const log = [];
    async function background() { try { await sleep(1000); } finally { await sleep(5); log.push("task"); } }
    async function* endless() { try { for (;;) yield 1; } finally { log.push("generator"); } }
    let kept;
    export async function main() { kept = endless(); background(); await kept.next(); await sleep(1); }`);
  simulate(main);
  expect([...log].sort()).toEqual(["generator", "task"]);
});

test("a main that nothing can wake is a deadlock, with who waits for whom, where", () => {
  const main = loadMain(`
    async function consumer() { await new Promise(() => {}); }
    export async function main() { await consumer(); }`);
  const { cause } = thrown(() => simulate(main));
  expect(cause).toBeInstanceOf(DeadlockError);
  expect((cause as Error).message).toBe(
    [
      "nothing can ever happen any more, but the main task waits.",
      "Who waits for whom:",
      "  Task-1 (main) waits for Task-2 (consumer)",
      "      at main (program.ts:3:36)",
      "  Task-2 (consumer) waits for a Promise that nothing settles",
      "      at consumer (program.ts:2:33)",
    ].join("\n"),
  );
});

test("a deadlock between locks names the locks, who holds them, and the circle", () => {
  const main = loadMain(`
    import { createTask, currentTask, Future, gather } from "tsyncio";
    // As a lock is to a waiter: a future that says what stands behind it.
    function lock(name) {
      let owner = null;
      const resource = { describe: () => 'the lock "' + name + '"', owners: () => [owner] };
      return { acquire() {
        const future = new Future();
        if (owner === null) { owner = currentTask(); future.setResult(); } else future.resource = resource;
        return future;
      } };
    }
    async function transfer(from, to) {
      await from.acquire();
      await to.acquire();
    }
    export async function main() {
      const a = lock("a"), b = lock("b");
      await gather(transfer(a, b), transfer(b, a));
    }`);
  const { cause } = thrown(() => simulate(main));
  expect((cause as Error).message).toBe(
    [
      "nothing can ever happen any more, but the main task waits.",
      "Who waits for whom:",
      "  Task-1 (main) waits for Task-2 (transfer), Task-3 (transfer)",
      "      at main (program.ts:19:7)",
      '  Task-2 (transfer) waits for the lock "b", held by Task-3 (transfer)',
      "      at transfer (program.ts:15:7)",
      '  Task-3 (transfer) waits for the lock "a", held by Task-2 (transfer)',
      "      at transfer (program.ts:15:7)",
      "In a circle: Task-2 (transfer) -> Task-3 (transfer) -> Task-2 (transfer)",
    ].join("\n"),
  );
});

test.each([
  ["tasks that keep waking each other", "for (;;) await null;"],
  ["a timer that repeats for ever", "setInterval(() => {}, 10); await new Promise(() => {});"],
  [
    "a microtask that queues itself",
    "const again = () => queueMicrotask(again); again(); await new Promise(() => {});",
  ],
])("%s end at the step bound", (_what, body) => {
  const main = loadMain(`export async function main() { ${body} }`);
  const { cause } = thrown(() => simulate(main, { maxSteps: 500 }));
  expect(cause).toBeInstanceOf(LivelockError);
  expect((cause as Error).message).toMatch(/did not end within 500 steps/);
  expect((cause as Error).message).toMatch(/Task-1 \(main\)/);
});

test("a livelock is seen again by what its report says", () => {
  const main = loadMain("export async function main() { for (;;) await null; }");
  const { message } = thrown(() => simulate(main, { maxSteps: 500 }));
  const [, schedule, maxSteps] = /schedule: "([^"]+)", maxSteps: (\d+)/.exec(message) ?? [];
  const again = thrown(() => simulate(main, { schedule, maxSteps: Number(maxSteps) }));
  expect(again.cause).toBeInstanceOf(LivelockError);
  expect(again.message).toBe(message);
});

describe("native promises", () => {
  test("an awaited one is warned of, with task and line, and named in the deadlock", () => {
    const main = loadMain(`
      "use strict";
      async function outside() { "use native async"; return 1; }
      export async function main() {
        await outside();
      }`);
    const warnings: string[] = [];
    const error = thrown(() => simulate(main, { onWarning: (text) => warnings.push(text) })) as SimulationError;
    expect(warnings).toEqual([
      expect.stringMatching(/^Task-1 \(main\) awaits a native promise at main \(program\.ts:5:9\): /),
    ]);
    expect(error.warnings).toEqual(warnings);
    expect(error.message).toContain("Task-1 (main) waits for a native promise that nothing settles");
  });

  test("one that a loop's promise is resolved with is warned of, once", () => {
    const main = loadMain(`
      import { sleep } from "tsyncio";
      export async function main(native) {
        new Promise((resolve) => resolve(native));
        new Promise((resolve) => resolve(native));
        await sleep(1);
      }`);
    const { warnings } = simulate(() => (main as (native: unknown) => Promise<void>)(Promise.resolve(1)), quiet);
    expect(warnings).toEqual([expect.stringMatching(/^a promise of the loop was resolved with a native promise: /)]);
  });

  test("other thenables are none", () => {
    const main = loadMain(`
      export async function main() { return await { then(resolve) { resolve(5); } }; }`);
    const { value, warnings } = simulate(main, quiet);
    expect([value, warnings]).toEqual([5, []]);
  });

  test("a main that was not compiled is refused with what to do", () => {
    const error = thrown(() => simulate(async () => Promise.resolve(5)));
    expect(error.name).toBe("NotCompiledError");
    expect(error.message).toContain("tsyncio doctor");
    expect(error.message).toContain("tsyncio/babel-preset");
    expect(error.message).not.toMatch(/\brun\b(?! our|\.)/);
  });
});

test("the program starts in an empty context, whatever is current outside", () => {
  const variable = new ContextVar<string>("who", { default: "nobody" });
  variable.set("the test");
  expect(simulate(() => variable.get()).value).toBe("nobody");
  expect(variable.get()).toBe("the test");
});

test("tasks are numbered from 1 in every run", () => {
  const main = loadMain(`
    import { currentTask } from "tsyncio";
    export async function main() { return currentTask().getName(); }`);
  expect([simulate(main).value, simulate(main).value]).toEqual(["Task-1", "Task-1"]);
});

test("a simulation inside the program under test is refused", () => {
  expect(thrown(() => simulate(() => simulate(() => 1))).message).toMatch(/simulate\(\) was called inside the program/);
});

test.each([
  [{ seed: NaN }, /seed must be a finite number/],
  [{ maxSteps: 0 }, /maxSteps must be/],
  [{ startDate: new Date(NaN) }, /startDate must be a valid date/],
  [{ policy: "lifo" as "fifo" }, /policy must be "fifo", "random" or an object/],
  [{ schedule: "x", seed: 1 }, /a schedule, or a seed and a policy/],
])("options without meaning are refused: %p", (options, message) => {
  expect(thrown(() => simulate(() => 1, options)).message).toMatch(message);
});

test("a task instead of a function is refused", () => {
  expect(thrown(() => simulate(5 as never)).message).toMatch(/simulate\(main\), not what it returns/);
});
