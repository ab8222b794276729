/** `CancelScope`: what asyncio is to get from trio, on compiled programs under virtual time. */
import { story } from "../../programs/program.js";
import { bothKinds } from "../run/program.js";

const prelude = `
import { CancelledError, CancelScope, createTask, currentTask, getRunningLoop, isCancelled, sleep, TaskGroup, timeout,
  TimeoutError, wait } from "tsyncio";
const now = () => getRunningLoop().time();
`;

describe.each(bothKinds)("returns: %s", (returns) => {
  /** Runs a body of main(log), and answers what it logged. */
  const logged = (body: string): string[] =>
    story(`${prelude} export async function main(log) { ${body} }`, { returns }).split("\n").slice(0, -1);

  test("cancelling leaves the block, and execution goes on behind it", () => {
    const body = `
      const scope = new CancelScope();
      createTask(sleep(10)).addDoneCallback(() => scope.cancel("enough"));
      {
        await using _ = scope;
        try { await sleep(1000); log("never"); } catch { log("never: an ordinary catch"); } finally { log("finally", now()); }
      }
      log(scope.cancelCalled, scope.cancelledCaught, scope.reason, currentTask().cancelling());
      await sleep(5);
      log(now());`;
    expect(logged(body)).toEqual(["finally 10", "true true enough 0", "15"]);
  });

  test("a timeout or deadline that passes is no error", () => {
    const body = `
      const late = new CancelScope({ timeout: 20 });
      { await using _ = late; await sleep(1000); }
      log(now(), late.cancelledCaught, late.deadline);
      const early = new CancelScope({ timeout: 20 });
      { await using _ = early; await sleep(5); }
      log(now(), early.cancelCalled, getRunningLoop().hasTimers);
      { await using scope = new CancelScope({ deadline: now() + 5, timeout: 10 }); await sleep(1000); }
      log(now());
      { await using scope = new CancelScope({ timeout: 5 }); scope.deadline = now() + 50; await sleep(20); log("moved"); }
      { await using scope = new CancelScope(); scope.deadline = now() - 1; await sleep(1000); }
      log(now());`;
    expect(logged(body)).toEqual(["20 true 20", "25 false false", "30", "moved", "50"]);
  });

  test("of nested scopes the one that was cancelled is left", () => {
    const body = `
      const outer = new CancelScope({ timeout: 10 });
      const inner = new CancelScope({ timeout: 20 });
      {
        await using _ = outer;
        { await using _ = inner; await sleep(1000); }
        log("never");
      }
      log(outer.cancelledCaught, inner.cancelCalled, inner.cancelledCaught, now());
      const second = new CancelScope({ timeout: 10 });
      {
        await using _ = new CancelScope({ timeout: 20 });
        { await using _ = second; await sleep(1000); }
        log("inner left", now());
        await sleep(1000);
      }
      log("outer left", now());`;
    expect(logged(body)).toEqual(["true false false 10", "inner left 20", "outer left 30"]);
  });

  test("both at once: the outer one is left, and nothing is owed", () => {
    const body = `
      const outer = new CancelScope();
      const inner = new CancelScope();
      getRunningLoop().callLater(5, () => { inner.cancel(); outer.cancel(); });
      { await using _ = outer; { await using _ = inner; await sleep(1000); } log("never"); }
      log(outer.cancelledCaught, inner.cancelledCaught, currentTask().cancelling());
      await sleep(1);
      log(now());`;
    expect(logged(body)).toEqual(["true false 0", "6"]);
  });

  test("cancelled before it is entered: at the first await; afterwards: nothing happens", () => {
    const body = `
      const scope = new CancelScope();
      scope.cancel("first");
      scope.cancel("second");
      { await using _ = scope; log("entered"); await sleep(0); log("never"); }
      log(scope.cancelledCaught, scope.reason);
      const left = new CancelScope();
      { await using _ = left; }
      left.cancel();
      await sleep(1);
      log(left.cancelCalled, left.cancelledCaught);`;
    expect(logged(body)).toEqual(["entered", "true first", "false false"]);
  });

  test("a cancellation from outside goes through, also together with its own", () => {
    const body = `
      const job = async (both) => {
        { await using scope = new CancelScope(); if (both) scope.cancel(); await sleep(1000); }
        log("never");
      };
      for (const both of [false, true]) {
        const task = createTask(job(both));
        if (!both) await sleep(1);
        task.cancel("outside");
        await wait([task]);
        log(both, task.cancelled());
      }`;
    expect(logged(body)).toEqual(["false true", "true true"]);
  });

  test("a request that was never thrown is withdrawn", () => {
    const body = `
      { await using scope = new CancelScope(); scope.cancel(); }
      await sleep(1);
      log("not cancelled", currentTask().cancelling());
      const task = createTask((async () => {
        try { await sleep(1000); } finally {
          { await using scope = new CancelScope(); scope.cancel(); }
          await sleep(1);
          log("clean-up is not cut short");
        }
      })());
      await sleep(1);
      task.cancel();
      await wait([task]);
      log(task.cancelled());`;
    expect(logged(body)).toEqual(["not cancelled 0", "clean-up is not cut short", "true"]);
  });

  test("a shield keeps cancellations out until it is left", () => {
    const body = `
      const task = createTask((async () => {
        try { await sleep(1000); } finally {
          { await using _ = new CancelScope({ shield: true }); await sleep(10); log("cleaned up", now()); }
          await sleep(10);
          log("never");
        }
      })());
      await sleep(1);
      task.cancel("first");
      await sleep(1);
      task.cancel("second");
      await wait([task]);
      log(task.cancelled(), now(), task.cancelling());`;
    expect(logged(body)).toEqual(["cleaned up 11", "true 11 2"]);
  });

  test("what is asked for inside a shield goes through it", () => {
    const body = `
      {
        await using outer = new CancelScope({ timeout: 5 });
        {
          await using shield = new CancelScope({ shield: true, timeout: 20 });
          try { await using _ = timeout(10); await sleep(1000); } catch (error) { log(error.name, now()); }
          await sleep(1000);
        }
        log("shield left", now());
        await sleep(0);
        log("never");
      }
      log("outer left", now(), currentTask().cancelling());`;
    const [first, ...rest] = logged(body);
    expect(first).toBe("TimeoutError 10");
    // By ECMAScript's rules leaving a block with an \`await using\` is an await, where what was kept out is thrown.
    expect(rest.at(-1)).toBe("outer left 20 0");
    expect(rest).not.toContain("never");
  });

  test("a shield that is taken down lets them in; one that is taken back while held is gone", () => {
    const body = `
      const task = createTask((async () => {
        await using scope = new CancelScope({ shield: true });
        await sleep(10);
        scope.shield = false;
        await sleep(1000);
      })());
      await sleep(1);
      task.cancel();
      await wait([task]);
      log(task.cancelled(), now());
      const other = createTask((async () => {
        { await using scope = new CancelScope({ shield: true }); await sleep(10); }
        await sleep(10);
        return "done";
      })());
      await sleep(1);
      other.cancel();
      await sleep(1);
      log(other.cancelling(), other.uncancel());
      log(await other);`;
    expect(logged(body)).toEqual(["true 10", "1 0", "done"]);
  });

  test("level-triggered: every await throws; edge-triggered: the next one", () => {
    const body = `
      for (const levelTriggered of [true, false]) {
        const scope = new CancelScope({ timeout: 5, levelTriggered });
        let thrown = 0;
        {
          await using _ = scope;
          for (let i = 0; i < 3; i++) {
            try { await sleep(100); } catch (error) { if (isCancelled(error)) thrown++; }
          }
        }
        log(thrown, scope.cancelledCaught, now(), currentTask().cancelling());
        await sleep(0);
      }`;
    expect(logged(body)).toEqual(["3 false 5 0", "1 false 210 0"]);
  });

  test("clean-up in a level-triggered scope needs a shield", () => {
    const body = `
      const scope = new CancelScope({ timeout: 5, levelTriggered: true });
      {
        await using _ = scope;
        try { await sleep(100); } finally {
          { await using _ = new CancelScope({ shield: true }); await sleep(10); log("shielded", now()); }
          try { await sleep(10); log("never"); } finally { log("not shielded", now()); }
        }
      }
      log(scope.cancelledCaught, now());
      await sleep(1);
      log(now());`;
    // By ECMAScript's rules leaving the shield's block is an await: it throws there already.
    const unshielded = returns === "task" ? [] : ["not shielded 15"];
    expect(logged(body)).toEqual(["shielded 15", ...unshielded, "true 15", "16"]);
  });

  test("a task group in a level-triggered scope waits for its children, and does not spin", () => {
    const body = `
      const slow = async () => { try { await sleep(1000); } finally { await sleep(50); log("child ended", now()); } };
      { await using _ = new CancelScope({ timeout: 5, levelTriggered: true });
        await using group = new TaskGroup();
        group.createTask(slow());
        await sleep(1000);
      }
      log(now(), currentTask().cancelling());`;
    expect(logged(body)).toEqual(["child ended 55", "55 0"]);
  });

  test("the callback form is a task of its own; misuse is refused", () => {
    const body = `
      log(await new CancelScope().run(async (scope) => { await sleep(1); return scope.cancelCalled; }));
      log(await new CancelScope({ timeout: 5 }).run(async () => { await sleep(100); return "never"; }), now());
      const complain = async (act) => { try { await act(); } catch (error) { log(error.name + ":", error.message); } };
      const used = new CancelScope();
      { await using _ = used; }
      await complain(async () => { await using _ = used; });
      await complain(() => new CancelScope({ timeout: NaN }));
      await complain(() => new CancelScope({ deadline: "5" }));
      await complain(() => used[Symbol.asyncDispose]());`;
    expect(logged(body)).toEqual([
      "false",
      "undefined 6",
      "ScopeStateError: this cancel scope has already been entered: make a new one for each block",
      "InvalidDelayError: a cancel scope's timeout is a number of milliseconds, or null for none; got NaN",
      "InvalidDelayError: a cancel scope's deadline is a number of milliseconds, or null for none; got 5",
      "ScopeStateError: `await using` of a cancel scope works in compiled code only: write `await new CancelScope().run(async (scope) => { … })` here",
    ]);
  });

  test("task.signal is a new one once a scope's cancellation has ended", () => {
    const body = `
      const first = currentTask().signal;
      { await using _ = new CancelScope({ timeout: 5 }); await sleep(1000); }
      log(first.aborted, currentTask().signal.aborted, currentTask().signal === currentTask().signal);`;
    expect(logged(body)).toEqual(["true false true"]);
  });
});
