/**
 * `await sleep(0)` is a turn for which no future is made (`answers`, runtime/core/direct-function.ts). Nobody may see a difference.
 */
import { everyRule, told } from "./both-ways.js";

const programs: Readonly<Record<string, string>> = {
  "turns in between": `
    const note = (log, name) => async () => { for (let i = 0; i < 4; i++) { log(name, i); await null; } };
    async function turns(log, name) { for (let i = 0; i < 3; i++) { log(name, i, await sleep(0), stack()); await sleep(-1); } return name; }
    async function nested(log, name) { return await turns(log, name); }
    async function alone(log) { let n = 0; for (; n < 2500; n++) await sleep(0); log(n); }
    export async function main(log) {
      await sleep(0);
      log(names());
      const started = [nested(log, "a"), createTask(nested(log, "b")), turns(log, "c")].map((call) => createTask(call));
      getRunningLoop().callSoon(() => log("callback", names()));
      for (const task of started) log(await task);
      await alone(log);
      await using _ = timeout(1000);
      await nested(log, "d");
    }`,
  "turns that are asked for in other ways": `
    async function own(log, sleep) { log(await sleep(0)); }
    async function withResult(log) { log(await sleep(0, "result"), await sleep(0, undefined), await sleep(0, 1, {})); }
    async function wrong(log) { for (const delay of [NaN, "0", undefined, null, {}]) try { log(await sleep(delay)); } catch (error) { log(error.name); } }
    async function kept(log) { const turn = sleep(0), other = turn; log(turn.done(), await turn, await other, turn.done()); }
    async function together(log) { const turn = sleep(0); const wait = async (n) => { await turn; log(n, turn.done()); }; for (const task of [1, 2].map((n) => createTask(wait(n)))) await task; }
    export async function main(log) {
      await own(log, sleep); await own(log, async () => "mine"); await own(log, () => 3);
      await withResult(log); await wrong(log); await kept(log); await together(log);
    }`,
  "a call that takes a turn of somebody else's, beside another task": `
    const hidden = (...words) => sleep(...words);
    async function leaf(log) { await hidden(0); log("leaf ends"); }
    async function twice(log) { await leaf(log); await hidden(0); await sleep(0); log("twice ends"); }
    async function beside(log) { for (let i = 0; i < 12; i++) { log("beside", i); await sleep(0); } }
    export async function main(log) {
      const task = createTask(beside(log));
      await hidden(0);
      await leaf(log);
      log("between");
      await twice(log);
      log("main ends");
      await task;
    }`,
  "a task is cancelled while it takes turns": `
    async function turns(log) { for (let i = 0; ; i++) { log("turn", i); await sleep(0); } }
    async function passes(log) { try { await turns(log); } finally { log("ends"); await sleep(0); log("ended"); } }
    async function handles(log) {
      try { await turns(log); } catch (error) { if (error instanceof CancelledError) log("cancelled", error.message, currentTask().uncancel()); }
      await sleep(0);
      return "goes on";
    }
    async function withdrawn(log) { for (let i = 0; i < 3; i++) { await sleep(0); log(i, currentTask().cancelling()); } return "not cancelled"; }
    async function itself(log) { currentTask().cancel("itself"); await sleep(0); log("not reached"); }
    async function scoped(log) { try { await using _ = timeout(0); await turns(log); } catch (error) { log(error.name, currentTask().cancelling()); } }
    export async function main(log) {
      for (const make of [passes, handles]) {
        const task = createTask(make(log));
        await sleep(0); await sleep(0);
        log(task.cancel("why"), task.cancelling());
        try { log(await task); } catch (error) { log(error.name, error.message); }
      }
      const task = createTask(withdrawn(log));
      await sleep(0); await sleep(0);
      log(task.cancel(), task.uncancel());
      log(await task);
      try { await createTask(itself(log)); } catch (error) { log(error.message); }
      await scoped((...words) => words[0] === "turn" || log(...words));
    }`,
};

describe.each(everyRule)("by the rules of %s", (_name, options) => {
  test.each(Object.entries(programs))("%s", (_story, body) => {
    expect(told(body, options).length).toBeGreaterThan(3);
  });

  test("a turn that was kept is not cancelled, when the cancellation of who awaits it was taken back", () => {
    const body = `
      async function keeps(log) {
        const task = currentTask();
        getRunningLoop().callSoon(() => log("taken back", task.cancel(), task.uncancel()));
        const turn = sleep(0, "result");
        log("first", await turn);
        log("again", await turn, turn.cancelled());
      }
      export async function main(log) {
        await createTask(keeps(log));
      }`;
    const lines = ["taken back true 0", "first result", "again result false", "=> undefined"];
    expect(told(body, options)).toEqual(lines.map((line) => expect.stringContaining(line) as string));
  });
});
