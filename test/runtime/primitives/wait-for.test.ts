/** asyncio's rules for `waitFor` (test_waitfor.py), on compiled programs under virtual time. */
import { bothKinds, load } from "../run/program.js";

describe.each(bothKinds)("returns: %s", (returns) => {
  const logged = (body: string, before = ""): string[] =>
    load(
      `${before}
      const now = () => getRunningLoop().time();
      async function main() { ${body} }
      run(main, { host: simulatedHost() });`,
      { returns },
    );

  test("the value when it is in time, the TimeoutError when it is not", () => {
    const before = `const job = async (ms) => { try { await sleep(ms); return "value"; } finally { log("job over", getRunningLoop().time()); } };`;
    const body = `
      log(await waitFor(job(5), 10));
      log(await waitFor(job(5), null));
      try { await waitFor(job(100), 10); } catch (error) { log(error, now()); }`;
    expect(logged(body, before)).toEqual([
      "job over 5",
      "value",
      "job over 10",
      "value",
      "job over 20",
      "TimeoutError: took longer than 10 ms 20",
    ]);
  });

  test("it waits until the cancelled job has ended; a value given all the same is the result, an error its error", () => {
    const before = `
      const stubborn = async () => { try { await sleep(1000); } catch (error) { if (isCancelled(error)) { await sleep(5); return "all the same"; } } };
      const broken = async () => { try { await sleep(1000); } catch (error) { if (isCancelled(error)) throw new RangeError("in clean-up"); } };`;
    const body = `
      log(await waitFor(createTask(stubborn()), 10), now());
      try { await waitFor(createTask(broken()), 10); } catch (error) { log(error, now()); }`;
    expect(logged(body, before)).toEqual(["all the same 15", "RangeError: in clean-up 25"]);
  });

  test("zero or less: what is done gives its result, the rest is cancelled at once", () => {
    const before = `const job = async () => { try { await sleep(1000); } finally { await sleep(5); log("cleaned", getRunningLoop().time()); } };`;
    const body = `
      const done = sleep(0, "done"); await done;
      log(await waitFor(done, 0));
      const task = createTask(job());
      await sleep(1);
      for (const limit of [0, -1]) try { await waitFor(task, limit); } catch (error) { log(error, now(), task.cancelled()); }
      const failed = new Future(); failed.setException(new RangeError("failed before"));
      try { await waitFor(failed, 0); } catch (error) { log(error); }`;
    expect(logged(body, before)).toEqual([
      "done",
      "cleaned 6",
      "TimeoutError: was not done at once, and no time was given 6 true",
      "TimeoutError: was not done at once, and no time was given 6 true",
      "RangeError: failed before",
    ]);
  });

  test("what others wait for is left to them", () => {
    const body = `
      const shared = sleep(50, "shared");
      const other = createTask((async () => await shared)());
      await sleep(1);
      try { await waitFor(shared, 10); } catch (error) { log(error.name, now(), shared.done()); }
      log(await other, now());`;
    expect(logged(body)).toEqual(["TimeoutError 11 false", "shared 50"]);
  });

  test("a cancellation from outside goes through, even in the turn in which the job ended", () => {
    const before = `const outer = async (inner) => { await waitFor(inner, 1000); log("never"); };`;
    const body = `
      for (const settle of [false, true]) {
        const inner = new Future();
        const task = createTask(outer(inner));
        await sleep(1);
        if (settle) inner.setResult("just now");
        task.cancel();
        await wait([task]);
        log(task.cancelled(), inner.cancelled());
      }`;
    expect(logged(body, before)).toEqual(["true true", "true false"]);
  });

  test("a shielded job goes on", () => {
    const before = `const job = async () => { await sleep(50); log("finished"); };`;
    const body = `
      const task = createTask(job());
      try { await waitFor(shield(task), 10); } catch (error) { log(error.name); }
      await task;`;
    expect(logged(body, before)).toEqual(["TimeoutError", "finished"]);
  });

  test("a limit that is no number is refused", () => {
    const body = `
      const task = createTask((async () => { await sleep(1); })());
      try { await waitFor(task, NaN); } catch (error) { log(error.name); }
      await task;`;
    expect(logged(body)).toEqual(["InvalidDelayError"]);
  });
});

test("a coroutine runs in the caller's task and context", () => {
  const program = `
    const variable = new ContextVar("variable", { default: "before" });
    async function inner() { variable.set("set inside"); await sleep(1); return [currentTask()]; }
    async function main() { log((await waitFor(inner(), 10))[0] === currentTask(), variable.get()); }
    run(main, { host: simulatedHost() });`;
  expect(load(program, { returns: "coroutine" })).toEqual(["true set inside"]);
});

test("with zero or less a coroutine is not even started", () => {
  const program = `
    async function inner() { log("never"); await null; }
    async function main() { try { await waitFor(inner(), 0); } catch (error) { log(error.name); } }
    run(main, { host: simulatedHost() });`;
  expect(load(program, { returns: "coroutine" })).toEqual(["TimeoutError"]);
});

test("what runs already has its time counted from the call", () => {
  const program = `
    async function main() {
      const limited = waitFor(sleep(100), 50);
      await sleep(40);
      try { await limited; } catch (error) { log(error.name, getRunningLoop().time()); }
    }
    run(main, { host: simulatedHost() });`;
  expect(load(program)).toEqual(["TimeoutError 50"]);
});
