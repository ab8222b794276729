/**
 * `asCompleted` and `staggeredRace` beyond CPython's own tests (test/conformance): cancelled while they wait, nothing lost, and
 * the same for both kinds of async functions.
 */
import { story } from "../../programs/program.js";
import { bothKinds } from "../run/program.js";

const prelude = `
import { asCompleted, createTask, Future, getRunningLoop, isCancelled, sleep, staggeredRace, timeout, wait } from "tsyncio";
const now = () => getRunningLoop().time();
`;

describe.each(bothKinds)("returns: %s", (returns) => {
  const logged = (body: string): string[] => {
    const lines = story(`${prelude} export async function main(log) { ${body} }`, { returns }).split("\n");
    expect(lines.at(-1)).toBe("=> undefined");
    return lines.slice(0, -1);
  };

  test("gives futures, promises and coroutines in the order in which they end", () => {
    const body = `
      const named = async (name, ms) => { await sleep(ms); return name; };
      const promise = new Promise((resolve) => getRunningLoop().callLater(15, resolve, "promise"));
      for await (const done of asCompleted([named("late", 20), promise, createTask(named("early", 10))])) log(await done, now());`;
    expect(logged(body)).toEqual(["early 10", "promise 15", "late 20"]);
  });

  test("a failure is thrown where its future is awaited, and the iteration goes on", () => {
    const body = `
      const failing = async () => { await sleep(5); throw new RangeError("no"); };
      for await (const done of asCompleted([failing(), sleep(10, "ten")])) {
        try { log(await done); } catch (error) { log(error); }
      }`;
    expect(logged(body)).toEqual(["RangeError: no", "ten"]);
  });

  test("a consumer that is cancelled while it waits loses nothing; the next one goes on", () => {
    const body = `
      const tasks = [10, 20, 30].map((ms) => createTask(sleep(ms, ms)));
      const all = asCompleted(tasks);
      const consumer = (name) => createTask((async () => { for await (const done of all) log(name, await done); })());
      const first = consumer("first");
      await sleep(15);
      first.cancel();
      await wait([first]);
      log(first.cancelled(), all.remaining, tasks.map((task) => task.cancelled()));
      await consumer("second");`;
    expect(logged(body)).toEqual(["first 10", "true 2 false,false,false", "second 20", "second 30"]);
  });

  test("cancelled in the very turn in which one ended: it is not lost", () => {
    const body = `
      for (const offset of [0, 1, 2, 3, 4]) {
        const task = createTask(sleep(10, "value"));
        const all = asCompleted([task]);
        const got = [];
        const consumer = createTask((async () => { for await (const done of all) got.push(done.result()); })());
        task.addDoneCallback(() => {
          let left = offset;
          const soon = () => { if (left-- === 0) consumer.cancel(); else getRunningLoop().callSoon(soon); };
          soon();
        });
        await wait([consumer]);
        for await (const done of all) got.push(await done);
        log(offset, got);
      }`;
    expect(logged(body)).toEqual(["0 value", "1 value", "2 value", "3 value", "4 value"]);
  });

  test("waits for nothing when it is given nothing, and gives each awaitable once", () => {
    const body = `
      for await (const done of asCompleted([])) log("WRONG", done);
      const task = createTask(sleep(1, "once"));
      for await (const done of asCompleted([task, task], { timeout: 5 })) log(await done, done === task);
      log(getRunningLoop().hasTimers);`;
    expect(logged(body)).toEqual(["once true", "false"]);
  });

  test("the time is over: a TimeoutError for what is left, which goes on", () => {
    const body = `
      const slow = createTask(sleep(100, "slow"));
      try { for await (const done of asCompleted([slow, sleep(5, "fast")], { timeout: 50 })) log(await done); }
      catch (error) { log(error.name, now()); }
      log(await slow);`;
    expect(logged(body)).toEqual(["fast", "TimeoutError 50", "slow"]);
  });

  test("a staggered race that is cancelled cancels those that run, and waits for them", () => {
    const body = `
      const runner = (name) => async () => { try { await sleep(1000); } finally { await sleep(5); log(name, "ended", now()); } };
      try { await using _ = timeout(30); await staggeredRace([runner("a"), runner("b"), runner("c")], 10); }
      catch (error) { log(error.name, now()); }
      const [winner, index, errors] = await staggeredRace([async () => { throw new RangeError("first"); }, () => sleep(5, "second")], null);
      log(winner, index, errors);`;
    expect(logged(body)).toEqual([
      "a ended 35",
      "b ended 35",
      "c ended 35",
      "TimeoutError 35",
      "second 1 RangeError: first,",
    ]);
  });
});
