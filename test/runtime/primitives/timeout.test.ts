/** asyncio's rules for `timeout` (test_timeouts.py), on compiled programs under virtual time. */
import { bothKinds, load } from "../run/program.js";

/** Runs the body of `main` under virtual time and returns what it logged. */
function simulate(body: string, returns: "task" | "coroutine", before = ""): string[] {
  return load(
    `${before}
    const now = () => getRunningLoop().time();
    async function main() { ${body} }
    log("result", run(main, { host: simulatedHost() }));`,
    { returns },
  );
}

describe.each(bothKinds)("returns: %s", (returns) => {
  const logged = (body: string, before?: string): string[] => simulate(body, returns, before).slice(0, -1);

  test("a block that is in time is left alone", () => {
    const body = `
      let scope;
      { await using limit = timeout(50); scope = limit; await sleep(10); log("in time", limit.expired(), limit.when()); }
      log(scope.expired(), now());`;
    expect(logged(body)).toEqual(["in time false 50", "false 10"]);
  });

  test("when the time is over the block ends with a TimeoutError, which an ordinary catch sees", () => {
    const body = `
      try {
        await using limit = timeout(50);
        try { await sleep(1000); } finally { log("expired", limit.expired()); await sleep(5); }
      } catch (error) { log(error, error.cause.name, now(), currentTask().cancelling()); }`;
    expect(logged(body)).toEqual(["expired true", "TimeoutError: took longer than 50 ms CancelledError 55 0"]);
  });

  test("timeoutAt takes a time on the loop's clock", () => {
    const body = `
      await sleep(10);
      try { await using _ = timeoutAt(now() + 5); await sleep(1000); } catch (error) { log(error, now()); }`;
    expect(logged(body)).toEqual(["TimeoutError: took longer than its deadline 15"]);
  });

  test.each(["timeout(null)", "timeoutAt(null)", "timeout(Infinity)"])("%s never ends", (call) => {
    const body = `{ await using limit = ${call}; await sleep(1e9); log(limit.expired()); }`;
    expect(logged(body)).toEqual(["false"]);
  });

  test("no alarm is left behind", () => {
    const body = `{ await using _ = timeout(1e6); await sleep(1); } log(getRunningLoop().hasTimers);`;
    expect(logged(body)).toEqual(["false"]);
  });

  test("timeout(0): a body that never waits is not stopped, one that waits once is", () => {
    const body = `
      { await using limit = timeout(0); log("not stopped"); }
      try { await using _ = timeout(0); await sleep(0); log("never"); } catch (error) { log(error.name); }
      try { await using _ = timeout(-5); await sleep(1000); } catch (error) { log(error.name, now()); }`;
    expect(logged(body)).toEqual(["not stopped", "TimeoutError", "TimeoutError 0"]);
  });

  test("an error of the body goes through", () => {
    const body = `
      try { await using _ = timeout(50); throw new RangeError("mine"); } catch (error) { log(error); }
      try { await using _ = timeout(50); await sleep(1); throw new RangeError("later"); } catch (error) { log(error); }`;
    expect(logged(body)).toEqual(["RangeError: mine", "RangeError: later"]);
  });

  test("of nested ones the one whose time is over is it", () => {
    const body = `
      try {
        await using outer = timeout(100);
        try { await using inner = timeout(10); await sleep(1000); } catch (error) { log("inner", error.name, now()); }
        await sleep(1000);
      } catch (error) { log("outer", error.name, now()); }
      try {
        await using outer = timeout(10);
        try { await using inner = timeout(1000); await sleep(5000); } catch (error) { log("never", error); }
      } catch (error) { log("outer first", error.name, now()); }`;
    expect(logged(body)).toEqual(["inner TimeoutError 10", "outer TimeoutError 100", "outer first TimeoutError 110"]);
  });

  test("a cancellation from outside stays one, whether the time was over or not", () => {
    const before = `
      const child = async () => { await using _ = timeout(10); try { await sleep(1000); } finally { await sleep(20); } };`;
    const body = `
      for (const when of [5, 15]) {
        const task = createTask(child());
        await sleep(when);
        task.cancel("from outside");
        await wait([task]);
        log(when, task.cancelled());
      }`;
    expect(logged(body, before)).toEqual(["5 true", "15 true"]);
  });

  test("the deadline can be moved while the block runs", () => {
    const body = `
      { await using limit = timeout(10); limit.reschedule(now() + 100); await sleep(50); log("moved back", limit.when()); }
      try { await using limit = timeout(1000); limit.reschedule(now() + 5); await sleep(50); } catch (error) { log(error.name, now()); }
      try { await using limit = timeout(1000); limit.reschedule(now() - 1); await sleep(50); } catch (error) { log(error.name, now()); }
      { await using limit = timeout(10); limit.reschedule(null); await sleep(50); log("taken away", limit.when()); }`;
    expect(logged(body)).toEqual(["moved back 100", "TimeoutError 55", "TimeoutError 55", "taken away null"]);
  });

  test("in an async generator it counts for whoever iterates, while the block is open", () => {
    const before = `
      async function* slow() {
        await using _ = timeout(10);
        try { yield 1; await sleep(1000); yield 2; } finally { log("left", now()); }
      }`;
    const body = `
      try { for await (const value of slow()) log(value); } catch (error) { log(error.name, now(), currentTask().cancelling()); }
      for await (const value of slow()) break;
      await sleep(100);
      log("no alarm", now());`;
    expect(logged(body, before)).toEqual(["1", "left 10", "TimeoutError 10 0", "left 10", "no alarm 110"]);
  });

  test("state errors say what to do", () => {
    const body = `
      const limit = timeout(10);
      const complain = (act) => { try { act(); } catch (error) { log(error); } };
      complain(() => limit.reschedule(5));
      { await using _ = limit; }
      complain(() => limit.reschedule(5));
      try { await using _ = limit; } catch (error) { log(error); }
      complain(() => timeout(NaN));
      complain(() => timeoutAt("5"));
      const other = timeout(1);
      try { await using _ = other; await sleep(10); } catch {}
      complain(() => other.reschedule(5));
      complain(() => other[Symbol.asyncDispose]());`;
    expect(logged(body)).toEqual([
      "ScopeStateError: this timeout has not been entered: declare it with `await using` first",
      "ScopeStateError: this timeout is finished: its deadline cannot be moved any more",
      "ScopeStateError: this timeout has already been entered: make a new one for each block",
      "InvalidDelayError: timeout needs a number of milliseconds or null; got NaN",
      "InvalidDelayError: timeoutAt needs a time in milliseconds on the loop's clock or null; got 5",
      "ScopeStateError: this timeout is expired: its deadline cannot be moved any more",
      "ScopeStateError: `await using` of a timeout works in compiled code only: write `await timeout(ms).run(async () => { … })` here",
    ]);
  });

  test("an error thrown over the cancellation has the timeout in its chain", () => {
    const body = `
      try {
        await using _ = timeout(5);
        try { await sleep(1000); } catch (error) { if (isCancelled(error)) throw new Error("wrapped", { cause: error }); }
      } catch (error) { log(error, error.cause.name, error.cause.cause.name); }
      try {
        await using _ = timeout(5);
        try { await sleep(1000); } catch (error) {
          if (isCancelled(error)) throw new AggregateError([new Error("member", { cause: error })], "several");
        }
      } catch (error) { log(error, error.errors[0].cause.name); }`;
    expect(logged(body)).toEqual([
      "Error: wrapped TimeoutError CancelledError",
      "AggregateError: several TimeoutError",
    ]);
  });

  test("the callback form does the same, and gives the body's value", () => {
    const body = `
      log(await timeout(50).run(async (scope) => { await sleep(1); return scope.when(); }));
      await timeout(5).run(async () => { await sleep(1000); }).catch((error) => log(error, now()));
      log(await timeout(5).run(() => "plain"));`;
    expect(logged(body)).toEqual(["50", "TimeoutError: took longer than 5 ms 6", "plain"]);
  });

  test("a time that is over during clean-up of another cancellation is no timeout of the clean-up's caller", () => {
    const before = `const child = async () => { try { await sleep(1000); } finally { await using _ = timeout(10); await sleep(5); log("cleaned"); } };`;
    const body = `
      const task = createTask(child());
      await sleep(1);
      task.cancel();
      await wait([task]);
      log(task.cancelled());`;
    expect(logged(body, before)).toEqual(["cleaned", "true"]);
  });
});

test("outside of a task it says how to use it", () => {
  const program = `
    import { asyncEnter } from "tsyncio";
    const limit = timeout(5);
    try { limit[asyncEnter](); } catch (error) { log(error); }`;
  expect(load(program)).toEqual([
    "ScopeStateError: a timeout must be entered inside a task, which it could cancel: use it in a compiled async function, or its run() form",
  ]);
});
