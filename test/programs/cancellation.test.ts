/**
 * Cancelling compiled programs: `finally` runs and may await, an ordinary `catch` is passed by, clean-up runs, and
 * who names the cancellation may handle it. (design: semantics, Cancellation)
 */
import { story } from "./program.js";

describe("a program of twenty awaits, cancelled at each of them", () => {
  // Every region notes itself in `open` and takes itself out in a `finally` that awaits. Step n takes one millisecond.
  const source = `
    import { CancelledError, createTask, sleep } from "tsyncio";

    export async function main(log) {
      const open = new Set();
      const cleaned = [];
      let at = 0;
      const step = async () => { await sleep(1); at++; };

      async function region(name, body) {
        open.add(name);
        try {
          return await body();
        } finally {
          await sleep(0);
          await null;
          open.delete(name);
        }
      }

      async function work() {
        await step();                                             // 1
        await region("outer", async () => {
          await step(); await step();                             // 2, 3
          for (let attempt = 0; attempt < 2; attempt++) {
            try {
              await step();                                       // 4, 7
              await region("attempt", step);                      // 5, 8
              await step();                                       // 6, 9
            } catch (error) { log("SWALLOWED by an ordinary catch", error); }
          }
          try {
            await step(); await step();                           // 10, 11
          } catch (error) {
            cleaned.push("rollback");
            await sleep(0);
            if (!(error instanceof TypeError)) throw error;
          }
          switch (at) { case 11: await step(); default: await step(); }                     // 12, 13
        });
        const items = (async function* () {
          open.add("generator");
          try { for (let n = 0; n < 3; n++) { await step(); yield n; } }                     // 14, 15, 16
          finally { await sleep(0); open.delete("generator"); }
        })();
        for await (const item of items) { if (item > 5) break; }
        const a = (await step(), await step(), at);               // 17, 18
        try { await step(); } finally { try { await step(); } finally { open.delete("never there"); } }  // 19, 20
        return a;
      }

      const task = createTask(work());
      await sleep(CANCEL_AT + 0.5);
      task.cancel("enough");
      try { await task; log("not cancelled"); }
      catch (error) { log(task.cancelled() && error instanceof CancelledError && error.message.includes("enough") ? "cancelled" : "WRONG " + error); }
      log("after", at, "steps; open:", [...open].join() || "none", "; clean-up:", cleaned.join() || "none");
    }`;

  for (let at = 0; at < 20; at++) {
    for (const returns of ["task", "coroutine"] as const) {
      test(`after ${String(at)} of them (${returns})`, () => {
        const steps = at === 18 ? 19 : at; // the last finally takes a step of its own
        const rollback = at === 9 || at === 10 ? "rollback" : "none";
        expect(story(source.replace("CANCEL_AT", String(at)), { returns })).toBe(
          `cancelled\nafter ${String(steps)} steps; open: none ; clean-up: ${rollback}\n=> undefined`,
        );
      });
    }
  }
});

test("a retry loop that translates errors does not retry a cancellation", () => {
  expect(
    story(`
      import { createTask, sleep } from "tsyncio";
      export async function main(log) {
        async function fetchOnce(n) { await sleep(10); throw new Error("attempt " + n); }
        async function retry() {
          let last;
          for (let n = 1; n <= 5; n++) {
            try { return await fetchOnce(n); }
            catch (error) { log("failed:", error.message); last = new Error("gave up", { cause: error }); }
          }
          throw last;
        }
        const task = createTask(retry());
        await sleep(25);
        task.cancel();
        try { await task; } catch (error) { log(error.name, task.cancelled()); }
      }`),
  ).toBe("failed: attempt 1\nfailed: attempt 2\nCancelledError true\n=> undefined");
});

test("a rollback that rethrows only some errors cannot end the cancellation", () => {
  expect(
    story(`
      import { createTask, sleep } from "tsyncio";
      export async function main(log) {
        async function transaction() {
          try { await sleep(100); }
          catch (error) {
            log("rollback starts");
            await sleep(5);
            log("rollback done");
            if (error instanceof RangeError) throw error;
          }
          log("GOES ON");
          return "committed";
        }
        const task = createTask(transaction());
        await sleep(10);
        task.cancel();
        try { log(await task); } catch (error) { log(error.name); }
      }`),
  ).toBe("rollback starts\nrollback done\nCancelledError\n=> undefined");
});

test("an error thrown by clean-up is reported, and the cancellation goes on", () => {
  const log = story(`
      import { createTask, getRunningLoop, sleep } from "tsyncio";
      export async function main(log) {
        getRunningLoop().setExceptionHandler((loop, context) => log("reported:", context.exception));
        async function work() {
          try { await sleep(100); } catch (error) { throw new Error("rollback failed"); }
        }
        const task = createTask(work());
        await sleep(10);
        task.cancel();
        try { await task; } catch (error) { log(error.name); }
      }`);
  expect(log).toContain("reported: Error: rollback failed");
  expect(log).toContain("CancelledError\n=> undefined");
});

test("a clause that names the cancellation handles it; then an unrelated cancelled task is an ordinary error", () => {
  expect(
    story(`
      import { CancelledError, createTask, sleep } from "tsyncio";
      export async function main(log) {
        const other = createTask(sleep(1000));
        async function work() {
          try { await sleep(100); }
          catch (error) { if (!(error instanceof CancelledError)) throw error; log("handled"); }
          await sleep(1);
          try { await other; } catch (error) { log("ordinary catch sees", error.name); }
          return "went on";
        }
        const task = createTask(work());
        await sleep(10);
        task.cancel();
        await sleep(0);
        other.cancel();
        log(await task);
      }`),
  ).toBe("handled\nordinary catch sees CancelledError\nwent on\n=> undefined");
});

test("await f().catch(() => null) does not swallow it", () => {
  expect(
    story(`
      import { createTask, sleep } from "tsyncio";
      export async function main(log) {
        async function f() { try { await sleep(100); } finally { log("f left"); } }
        async function work() {
          const value = await f().catch(() => { log("HANDLER CALLED"); return null; });
          log("GOES ON", value);
        }
        const task = createTask(work());
        await sleep(10);
        task.cancel();
        try { await task; } catch (error) { log(error.name); }
      }`),
  ).toBe("f left\nCancelledError\n=> undefined");
});

test("a finally that returns ends it, as in ECMAScript", () => {
  expect(
    story(`
      import { createTask, sleep } from "tsyncio";
      export async function main(log) {
        async function work() { try { await sleep(100); } finally { await sleep(1); return "rescued"; } }
        const task = createTask(work());
        await sleep(10);
        task.cancel();
        log(await task, task.cancelled());
      }`),
  ).toBe("rescued false\n=> undefined");
});

test('with cancellation: "catchable" every catch sees it', () => {
  expect(
    story(
      `
      import { createTask, sleep } from "tsyncio";
      export async function main(log) {
        async function work() { try { await sleep(100); } catch (error) { return "caught " + error.name; } }
        const task = createTask(work());
        await sleep(10);
        task.cancel();
        log(await task);
      }`,
      { cancellation: "catchable" },
    ),
  ).toBe("caught CancelledError\n=> undefined");
});

test("two tasks share one promise: cancelling one leaves the other undisturbed", () => {
  expect(
    story(`
      import { createTask, sleep } from "tsyncio";
      export async function main(log) {
        let made = 0;
        let cached;
        const load = async () => { made++; await sleep(100); return "value"; };
        const get = () => (cached ??= load());
        const use = async () => await get();
        const a = createTask(use()), b = createTask(use());
        await sleep(10);
        a.cancel();
        try { await a; } catch (error) { log("a:", error.name); }
        log("b:", await b, "made", made);
      }`),
  ).toBe("a: CancelledError\nb: value made 1\n=> undefined");
});
