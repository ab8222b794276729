/**
 * `TaskGroup` beyond CPython 3.14's own tests (test/conformance/taskgroups): 3.15's `cancel()`, `start()`, the callback form,
 * task functions, and what differs between the two kinds of async functions.
 */
import { story } from "../../programs/program.js";
import { bothKinds } from "../run/program.js";

const prelude = `
import { CancelledError, createTask, currentTask, ExceptionGroup, Future, getRunningLoop, isCancelled, sleep, TaskGroup, timeout,
  wait } from "tsyncio";
const now = () => getRunningLoop().time();
const complain = async (log, act) => { try { log("=", await act()); } catch (error) { if (isCancelled(error)) log("cancelled"); else log(error.name + ":", error.message); } };
`;

describe.each(bothKinds)("returns: %s", (returns) => {
  const logged = (body: string): string[] =>
    story(`${prelude} export async function main(log) { ${body} }`, { returns }).split("\n").slice(0, -1);

  describe("cancel()", () => {
    test("ends the children and the body, and the block is left without an error", () => {
      const body = `
        const child = async (name) => { try { await sleep(1000); } finally { await sleep(1); log(name, "ended"); } };
        {
          await using group = new TaskGroup();
          group.createTask(child("a"));
          group.createTask(child("b"));
          getRunningLoop().callLater(5, () => { group.cancel(); group.cancel(); });
          try { await sleep(1000); log("never"); } finally { log("body ended"); }
        }
        log("after", now(), currentTask().cancelling());
        await sleep(1);
        log(now());`;
      expect(logged(body)).toEqual(["body ended", "a ended", "b ended", "after 6 0", "7"]);
    });

    test("from the body itself, and while the block waits", () => {
      const body = `
        {
          await using group = new TaskGroup();
          group.createTask(sleep(1000));
          group.cancel();
        }
        log("body", now());
        {
          await using group = new TaskGroup();
          group.createTask((async () => { await sleep(5); group.cancel(); })());
          group.createTask(sleep(1000));
        }
        log("waiting", now(), currentTask().cancelling());`;
      expect(logged(body)).toEqual(["body 0", "waiting 5 0"]);
    });

    test("before it is entered: cancelled at the first await; after the block: nothing", () => {
      const body = `
        const group = new TaskGroup();
        group.cancel();
        { await using _ = group; log("entered"); await sleep(1); log("never"); }
        log("left", String(group));
        const done = new TaskGroup();
        { await using _ = done; }
        done.cancel();
        await sleep(1);
        log(String(done), currentTask().cancelling());`;
      expect(logged(body)).toEqual(["entered", "left <TaskGroup cancelling>", "<TaskGroup entered> 0"]);
    });

    test("no tasks are taken any more", () => {
      const body = `
        await using group = new TaskGroup();
        group.cancel();
        await complain(log, () => group.createTask(sleep(1)));`;
      expect(logged(body)).toEqual(["ScopeStateError: this task group is shutting down: it takes no tasks any more"]);
    });

    test("errors thrown on the way out are thrown, and a cancellation from outside goes on", () => {
      const body = `
        const failing = async () => { try { await sleep(1000); } finally { throw new RangeError("in clean-up"); } };
        try {
          await using group = new TaskGroup();
          group.createTask(failing());
          await sleep(1);
          group.cancel();
        } catch (error) { log(error.name, error.errors.map(String)); }
        const task = createTask((async () => {
          { await using group = new TaskGroup(); getRunningLoop().callLater(1, () => { group.cancel(); task.cancel("outside"); }); await sleep(1000); }
          log("never");
        })());
        await wait([task]);
        log(task.cancelled());`;
      expect(logged(body)).toEqual(["ExceptionGroup RangeError: in clean-up", "true"]);
    });

    test("after a child failed it changes nothing", () => {
      const body = `
        try {
          await using group = new TaskGroup();
          group.createTask((async () => { await sleep(1); throw new RangeError("no"); })());
          try { await sleep(1000); } finally { group.cancel(); }
        } catch (error) { log(error.errors.map(String), currentTask().cancelling()); }`;
      expect(logged(body)).toEqual(["RangeError: no 0"]);
    });
  });

  describe("start()", () => {
    test("waits until the child is ready and gives its value; the child goes on", () => {
      const body = `
        const server = async (started) => { await sleep(5); started(8080); await sleep(5); log("server ended", now()); };
        {
          await using group = new TaskGroup();
          log(await group.start(server), now());
          log(await group.start(async (started) => { started("at once"); }));
        }
        log("left", now());`;
      expect(logged(body)).toEqual(["8080 5", "at once", "server ended 10", "left 10"]);
    });

    test("a child that fails before it is ready fails start(), not the group", () => {
      const body = `
        {
          await using group = new TaskGroup();
          await complain(log, () => group.start(async () => { await sleep(1); throw new RangeError("not ready"); }));
          await complain(log, () => group.start(async () => { await sleep(1); }));
          await complain(log, () => group.start(async () => {}));
          await sleep(1);
          log("the group goes on");
        }
        try {
          await using group = new TaskGroup();
          await group.start(async (started) => { started(); await sleep(1); throw new RangeError("ready"); });
          await sleep(1000);
        } catch (error) { log(error.errors.map(String)); }`;
      expect(logged(body)).toEqual([
        "RangeError: not ready",
        "ScopeStateError: the child ended without calling started()",
        "ScopeStateError: the child ended without calling started()",
        "the group goes on",
        "RangeError: ready",
      ]);
    });

    test("is cancelled with its child, which is waited for", () => {
      const body = `
        await using group = new TaskGroup();
        const child = async () => { try { await sleep(1000); } finally { await sleep(5); log("child ended", now()); } };
        await complain(log, async () => { await using _ = timeout(10); await group.start(child); });
        log(now(), String(group));`;
      expect(logged(body)).toEqual([
        "child ended 15",
        "TimeoutError: took longer than 10 ms",
        "15 <TaskGroup entered>",
      ]);
    });

    test("started() is called once; a group that takes no tasks refuses", () => {
      const body = `
        {
          await using group = new TaskGroup();
          await group.start(async (started) => { started(1); try { started(2); } catch (error) { log(error.message); } });
        }
        await complain(log, () => new TaskGroup().start(async () => {}));`;
      const [first, second] = logged(body);
      expect(first).toBe("started() was called before: a child is ready once");
      expect(second).toMatch(/^ScopeStateError: this task group has not been entered/);
    });
  });

  test("the callback form gives the body's value; undefined when the group was cancelled", () => {
    const body = `
      log(await TaskGroup.run(async (group) => { const task = group.createTask(sleep(5, "child")); return ["body", await task]; }));
      log(await TaskGroup.run(async (group) => { group.cancel(); await sleep(1); return "never"; }));
      await complain(log, () => TaskGroup.run(async (group) => { group.createTask((async () => { throw new RangeError("no"); })()); await sleep(5); }));`;
    expect(logged(body)).toEqual(["body,child", "undefined", "ExceptionGroup: unhandled errors in a TaskGroup"]);
  });

  test("uncompiled `await using` ends the children and names the callback form", () => {
    const body = `
      let group;
      const child = async () => { try { await sleep(1000); } finally { log("child ended"); } };
      const parent = createTask((async () => {
        await using g = new TaskGroup();
        group = g;
        g.createTask(child());
        await sleep(1);
        await complain(log, () => g[Symbol.asyncDispose]());
      })());
      await parent;
      await complain(log, () => new TaskGroup()[Symbol.asyncDispose]());`;
    const hint = "write `await TaskGroup.run(async (group) => { … })` here";
    const refusal = `ScopeStateError: \`await using\` of a task group works in compiled code only: ${hint}`;
    expect(logged(body)).toEqual(["child ended", refusal, refusal]);
  });

  test("a child somebody else awaits as well is that one's too", () => {
    const body = `
      const group = new TaskGroup();
      const outcome = [];
      const watcher = async (task) => { try { await task; } catch (error) { outcome.push(error.name); } };
      try {
        await using _ = group;
        const child = group.createTask(sleep(1000));
        createTask(watcher(child));
        await sleep(1);
        throw new RangeError("body");
      } catch (error) { log(error.errors.map(String)); }
      await sleep(1);
      log(outcome);`;
    expect(logged(body)).toEqual(["RangeError: body", "CancelledError"]);
  });

  test("in an async generator: closing it ends the children, its clean-up may have a group of its own", () => {
    const body = `
      const child = async (name, ms) => { try { await sleep(ms); log(name, "done"); } finally { log(name, "ended", now()); } };
      async function* ticks() {
        try {
          await using group = new TaskGroup();
          group.createTask(child("endless", 1e6));
          for (let n = 0; ; n++) { yield n; await sleep(10); }
        } finally {
          await using last = new TaskGroup();
          last.createTask(child("clean-up", 5));
        }
      }
      for await (const tick of ticks()) { log("tick", tick); if (tick === 1) break; }
      log("left", now());
      async function* brief() {
        await using group = new TaskGroup();
        group.createTask(child("brief", 5));
        yield "only";
      }
      for await (const value of brief()) log(value);
      log("ran out", now());
      const open = brief();
      await open.next();
      await open.aclose();
      log("closed", now(), currentTask().cancelling());`;
    expect(logged(body)).toEqual([
      "tick 0",
      "tick 1",
      "endless ended 10",
      "clean-up done",
      "clean-up ended 15",
      "left 15",
      "only",
      "brief done",
      "brief ended 20",
      "ran out 20",
      ...(returns === "task" ? ["brief ended 20"] : []),
      "closed 20 0",
    ]);
  });

  test("two thousand children", () => {
    const body = `
      let done = 0;
      {
        await using group = new TaskGroup();
        for (let i = 0; i < 2000; i++) group.createTask((async () => { await sleep(i % 7); done++; })());
      }
      log(done, now());`;
    expect(logged(body)).toEqual(["2000 6"]);
  });
});

test("a task function's call is a child that has begun already; one that comes too late is cancelled", () => {
  const source = `${prelude}
    export async function main(log) {
      const job = async (name) => { log(name, "begun"); try { await sleep(10); } finally { log(name, "ended", now()); } };
      {
        await using group = new TaskGroup();
        const task = group.createTask(job("a"), { name: "A" });
        log("added", task.getName());
        log(group.createTask(task) === task, String(group));
      }
      const late = new TaskGroup();
      { await using _ = late; }
      await complain(log, () => late.createTask(job("b")));
      await sleep(1);
    }`;
  expect(story(source).split("\n")).toEqual([
    "a begun",
    "added A",
    "true <TaskGroup tasks=1 entered>",
    "a ended 10",
    "b begun",
    "ScopeStateError: this task group is finished: its block was left, make a new one",
    "b ended 10",
    "=> undefined",
  ]);
});

test("a task function that cancels its group in its first step is a child like any other", () => {
  const source = `${prelude}
    export async function main(log) {
      let child;
      const finder = async (group) => { log("found at once"); group.cancel(); try { await sleep(1000); } finally { log("ended"); } };
      {
        await using group = new TaskGroup();
        group.createTask(sleep(1000));
        child = group.createTask(finder(group));
        log("body");
        await sleep(1);
        log("WRONG");
      }
      log(child.cancelled(), now());
    }`;
  expect(story(source).split("\n")).toEqual(["found at once", "body", "ended", "true 0", "=> undefined"]);
});
