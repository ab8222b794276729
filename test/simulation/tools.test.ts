/** What tests of concurrent code need besides a simulation: an order, a standstill, time that jumps. */
import { allTasks, createTask, sleep } from "tsyncio";
import { autojump, type AutojumpClock, explore, simulate } from "tsyncio/testing";
import { load, loadMain, thrown } from "./program.js";

describe("Sequencer", () => {
  test("places are entered in their order, whatever the schedule", () => {
    const main = loadMain(`
      import { Sequencer } from "tsyncio/testing";
      export async function main() {
        const seq = new Sequencer(), log = [];
        async function declared(place) { await null; await using _ = seq.at(place); log.push(place); }
        async function called(place) { return await seq.run(place, async () => { log.push(place); await null; return place; }); }
        const tasks = [declared(2), called(0), called(3), declared(1)];
        const values = []; for (const task of tasks) values.push(await task);
        if (log.join() !== "0,1,2,3") throw new Error(log.join());
        if (values[2] !== 3) throw new Error("no value");
      }`);
    expect(explore(main, { seeds: 100 }).schedules).toBeGreaterThan(10);
  });

  test("the place is left when the block throws, too", () => {
    const main = loadMain(`
      import { Sequencer } from "tsyncio/testing";
      export async function main() {
        const seq = new Sequencer();
        try { await seq.run(0, () => { throw new Error("block"); }); } catch (e) { return await seq.run(1, () => e.message); }
      }`);
    expect(simulate(main).value).toBe("block");
  });

  test("when somebody is cancelled while waiting, the others are told instead of waiting for ever", () => {
    const main = loadMain(`
      import { Sequencer } from "tsyncio/testing";
      import { gather, sleep } from "tsyncio";
      export async function main() {
        const seq = new Sequencer();
        const one = seq.run(1, () => {}), two = seq.run(2, () => {});
        await sleep(0);
        one.cancel();
        return (await gather(one, two, { returnExceptions: true })).map(String);
      }`);
    expect(simulate(main).value).toEqual([
      expect.stringMatching(/^CancelledError/),
      expect.stringMatching(/^SimulationStateError: this sequence is broken/),
    ]);
  });

  test.each([
    ["seq.at(-1)", /a place in a sequence is 0, 1, 2/],
    ["seq.at(1.5)", /a place in a sequence is 0, 1, 2/],
    ["seq.at(1), seq.at(1)", /place 1 of this sequence is taken/],
  ])("%s is refused", (call, message) => {
    const main = loadMain(`
      import { Sequencer } from "tsyncio/testing";
      export async function main() { const seq = new Sequencer(); ${call}; }`);
    expect(thrown(() => simulate(main)).message).toMatch(message);
  });
});

describe("waitAllTasksBlocked", () => {
  test("goes on when all others wait, before time does", () => {
    const main = loadMain(`
      import { Future, getRunningLoop, sleep } from "tsyncio";
      import { waitAllTasksBlocked } from "tsyncio/testing";
      export async function main() {
        const log = [], gate = new Future();
        async function busy() { for (let i = 0; i < 50; i++) await null; log.push("worked"); await gate; log.push("let in"); }
        async function sleepy() { await sleep(10); log.push("slept"); }
        const tasks = [busy(), sleepy()];
        await waitAllTasksBlocked();
        log.push("all wait at " + getRunningLoop().time());
        gate.setResult();
        await waitAllTasksBlocked();
        log.push("again");
        for (const task of tasks) await task;
        if (log.join() !== "worked,all wait at 0,let in,again,slept") throw new Error(log.join());
      }`);
    explore(main, { seeds: 100 });
  });

  test("with a cushion it waits until nothing has happened for that long", () => {
    const main = loadMain(`
      import { getRunningLoop, sleep } from "tsyncio";
      import { waitAllTasksBlocked } from "tsyncio/testing";
      async function beats() { for (let i = 0; i < 5; i++) await sleep(10); }
      export async function main() { beats(); await waitAllTasksBlocked(20); return getRunningLoop().time(); }`);
    const value = simulate(main).value as number;
    expect(value).toBeGreaterThanOrEqual(70);
    expect(value).toBeLessThanOrEqual(90);
  });

  test("a cancelled one leaves nothing behind", () => {
    const main = loadMain(`
      import { getRunningLoop, sleep } from "tsyncio";
      import { waitAllTasksBlocked } from "tsyncio/testing";
      export async function main() {
        const waiting = waitAllTasksBlocked(1000);
        await sleep(1);
        waiting.cancel();
        await sleep(1);
        return getRunningLoop().hasTimers;
      }`);
    expect(simulate(main).value).toBe(false);
  });
});

describe("autojump, on the platform's own loop", () => {
  let clock: AutojumpClock;
  beforeEach(() => void (clock = autojump()));
  afterEach(() => clock.restore());

  const { work } = load<{ work: (ms: number) => Promise<number> }>(`
    import { sleep } from "tsyncio";
    export async function work(ms) { await sleep(ms); return ms; }`);

  test("a test that sleeps for a day is done at once", async () => {
    const real = process.hrtime.bigint();
    expect(await work(86_400_000)).toBe(86_400_000);
    expect(clock.now()).toBeGreaterThanOrEqual(86_400_000);
    expect(new Date().toISOString()).toMatch(/^2000-01-02/);
    expect(Number(process.hrtime.bigint() - real) / 1e6).toBeLessThan(3000);
  });

  test("deadlines keep their order, and what one sets off comes before the next", async () => {
    const log: string[] = [];
    const at = (ms: number, then: () => unknown): void => void setTimeout(() => void then(), ms);
    at(20, () => log.push("20"));
    at(10, () => {
      log.push("10");
      void Promise.resolve().then(() => log.push("reaction"));
      at(5, () => log.push("15"));
    });
    await work(30);
    expect(log).toEqual(["10", "reaction", "15", "20"]);
  });

  test("real I/O comes before time", async () => {
    const { readFile } = await import("node:fs/promises");
    const log: string[] = [];
    clock.restore();
    clock = autojump({ threshold: 200 });
    const read = readFile(__filename).then(() => log.push("read"));
    setTimeout(() => log.push("timer"), 1000);
    await Promise.all([read, work(1000)]);
    expect(log).toEqual(["read", "timer"]);
  });

  test("tasks made of futures end, and nothing is left", async () => {
    const task = createTask(sleep(5000) as never);
    await task;
    expect(allTasks().size).toBe(0);
  });

  test("after restore the globals are real again and a loop's timers fire in real time", async () => {
    const waiting = work(30);
    clock.restore();
    expect(new Date().getFullYear()).toBeGreaterThan(2020);
    expect(await waiting).toBe(30);
    await sleep(1);
  });

  test("options without meaning are refused", () => {
    expect(() => autojump({ threshold: -1 })).toThrow(/threshold must be/);
    expect(() => autojump({ startDate: NaN })).toThrow(/startDate must be/);
  });
});
