/**
 * An awaited call of a function at the top of a file starts its step directly. Nothing that tsyncio shows of a program may
 * differ from what it shows when the call is made first and its task or coroutine awaited then: so every program here runs
 * both ways, stepped by a simulated host and called back by a guest host (where up to 1,024 generations share a microtask, and
 * turns are taken in place), and what it tells must be the same.
 */
import { execute } from "../runtime/run/program.js";
import { coroutine, everyRule, exact, guestStory, prelude, relaxed, told, withMethods } from "./both-ways.js";
import { story } from "./program.js";

/** Programs whose story is the same both ways, whatever it is by which rules. */
const programs: Readonly<Record<string, string>> = {
  "three levels that each take turns": `
    async function inner(log) { log(names()); await null; log(names(), stack()); await null; log(names(), stack()); }
    async function mid(log) { await inner(log); log(names(), stack()); }
    export async function main(log) { await null; await mid(log); log(names()); await mid(log); }`,
  "what is returned is followed, and listed meanwhile": `
    async function give(value) { return value; }
    async function giveLater(value) { await null; return value; }
    export async function main(log) {
      const future = new Future(), other = new Future();
      createTask((async () => {
        await sleep(1); log(names()); future.setResult(5); await sleep(1); log(names()); other.setResult(6);
      })());
      await null;
      log(await give(future), await giveLater(other));
    }`,
  "the callee subscribes to itself": `
    async function inner(log) {
      const me = currentTask();
      me.addDoneCallback(() => log("done"));
      me.then((value) => log("first", value));
      await null;
      me.then((value) => log("second", value));
      log(me === currentTask());
      await null;
      return 7;
    }
    async function leaf(log) { currentTask().then((value) => log("leaf", value)); return 8; }
    export async function main(log) { await null; log(await inner(log)); log(await leaf(log)); await null; }`,
  "context variables": `
    const user = new ContextVar("user", { default: 0 });
    async function inner(log) { user.set(1); await null; log(user.get()); user.set(2); await null; log(user.get()); }
    async function leaf(log) { user.set(9); log(user.get(), currentTask().getContext().get(user)); }
    export async function main(log) {
      await null;
      user.set(5);
      await inner(log);
      await leaf(log);
      log(user.get());
      const own = currentTask().getContext(), copy = copyContext();
      copy.run(() => user.set(77));
      await inner(log);
      await leaf(log);
      log(own.get(user), copy.get(user));
    }`,
  "the current task of functions that await nothing": `
    async function cancelled() { currentTask().cancel("itself"); return 1; }
    async function named(log) { currentTask().setName("named"); log(currentTask().functionName); return currentTask().getName(); }
    async function makes(log) { return createTask(shown(log)); }
    async function shown(log) { log(currentTask().getName(), stack()); return 4; }
    export async function main(log) {
      await null;
      try { log(await cancelled()); } catch (error) { if (error instanceof CancelledError) log(error.message); }
      log(await named(log), await makes(log), await shown(log), currentTask().getName());
    }`,
  "a cancelled callee": `
    async function before(log) { await null; currentTask().cancel("one"); await null; log("not reached"); }
    async function atOnce() { currentTask().cancel("two"); return "value"; }
    async function atEnd() { await null; currentTask().cancel("three"); return "value"; }
    async function failing() { currentTask().cancel("four"); throw new Error("another"); }
    export async function main(log) {
      await null;
      try { log(await before(log)); } catch (error) { if (error instanceof CancelledError) log(error.message); }
      try { log(await atOnce()); } catch (error) { if (error instanceof CancelledError) log(error.message); }
      try { log(await atEnd()); } catch (error) { if (error instanceof CancelledError) log(error.message); }
      try { log(await failing()); } catch (error) { log(error.message, currentTask().cancelling()); }
    }`,
  "a task is cancelled by what it calls": `
    async function soon(log, task) {
      await null; log(task.cancel("why"));
      try { await null; log("on"); await null; log("still on"); } finally { log("inner ends"); }
      return 1;
    }
    async function late(log, task) { await null; log(task.cancel("why")); return 1; }
    async function early(log, task) { log(task.cancel("why")); await null; log("on"); return 1; }
    async function atOnce(log, task) { log(task.cancel("why")); return 1; }
    async function mid(log, task, which) {
      try {
        if (which === 0) log(await soon(log, task));
        if (which === 1) log(await late(log, task));
        if (which === 2) log(await early(log, task));
        if (which === 3) log(await atOnce(log, task));
        await null;
        log("mid goes on");
      } catch (error) { log("no error", error); } finally { log("mid ends"); }
    }
    async function job(log, which) {
      await null;
      try { await mid(log, currentTask(), which); log("job goes on"); await null; log("further"); }
      catch (error) { if (error instanceof CancelledError) log("cancelled", error.message); throw error; }
    }
    export async function main(log) {
      for (const which of [0, 1, 2, 3]) {
        const task = createTask(job(log, which));
        try { await task; } catch (error) { log(error); }
        log(task.cancelled());
      }
    }`,
  "a task in the middle is cancelled": `
    let middle;
    async function inner(log) { await null; middle.cancel("middle"); await null; log("on"); await sleep(5); log("not reached"); }
    async function mid(log) { middle = currentTask(); try { await inner(log); } finally { log("ends", stack()); await null; } }
    async function outer(log) { await null; try { await mid(log); } catch (error) { log("caught", String(error)); } return "ok"; }
    export async function main(log) { log(await createTask(outer(log))); log(await outer(log)); }`,
  "cancelled by a callback and by another task": `
    let me;
    async function inner(log) {
      getRunningLoop().callSoon(() => log("callback", me.cancel("by a callback")));
      await null; log("one"); await null; log("two"); await sleep(1); log("not reached");
    }
    async function mid(log) { me = currentTask(); try { await inner(log); } catch { log("no error"); } finally { log(me.cancelling()); } }
    async function outer(log) {
      try { await mid(log); log("goes on"); } catch (error) { if (error instanceof CancelledError) log(error.message); }
      return "ok";
    }
    async function slow(log) { await null; await null; try { await sleep(50); } finally { log("slow ends", stack()); } }
    async function waits(log) { await null; await slow(log); }
    export async function main(log) {
      await null;
      log(await outer(log));
      log(await outer(log));
      const task = createTask(waits(log));
      await sleep(1);
      task.cancel("by another task");
      try { await task; } catch (error) { log(error); }
    }`,
  "a cancellation that the callee handles": `
    let job;
    async function inner(log) {
      await null;
      job.cancel("handled");
      try { await null; log("on"); await sleep(1); } catch (error) { if (error instanceof CancelledError) log("inner", error.message); }
      await null;
      return 5;
    }
    async function mid(log) { const value = await inner(log); log("mid", value); await null; return value; }
    async function outer(log) {
      await null;
      job = currentTask();
      try { log(await mid(log)); await sleep(1); } catch (error) { if (error instanceof CancelledError) log("outer"); }
      return job.uncancel();
    }
    export async function main(log) { log(await createTask(outer(log))); log(await outer(log)); }`,
  "timeouts around and inside": `
    async function quick() { await null; await null; return "quick"; }
    async function endless(log) { await null; log("waits"); await sleep(5000); log("not reached"); }
    async function mid(log) { try { await endless(log); } finally { log("ends"); await null; log("ended"); } }
    async function within(log) { await null; await using _ = timeout(5); log(await quick()); await sleep(5000); }
    async function catching(log) { try { await within(log); } catch (error) { log(error.name); } return await quick(); }
    export async function main(log) {
      await null;
      try { await using _ = timeout(5); await mid(log); } catch (error) { log(error.name); }
      { await using _ = timeout(5000); log(await quick()); }
      log(await waitFor(quick(), 5000), await catching(log), await catching(log), currentTask().cancelling());
    }`,
  "groups and shields": `
    async function bad() { await null; await null; throw new Error("bad"); }
    async function slow(log) { await null; try { await sleep(5000); } catch { log("no error"); } finally { log(currentTask().functionName); } }
    async function group(log) { await using tasks = new TaskGroup(); tasks.createTask(slow(log)); tasks.createTask(bad()); await slow(log); }
    async function inner(log) { await null; await sleep(5); log("shielded"); }
    async function shields(log) { await shield(inner(log)); }
    async function calls(log) { await null; await shields(log); }
    export async function main(log) {
      await null;
      try { await group(log); } catch (error) { log(error.name, error.errors); }
      const task = createTask(calls(log));
      await sleep(1);
      task.cancel();
      try { await task; } catch (error) { log(error.name); }
      await sleep(10);
    }`,
  "tasks call coroutines and coroutines call tasks": `
    async function co(log) { "use coroutine"; log(stack()); await null; return await task(log); }
    async function leaf(log) { "use coroutine"; log(stack()); return 3; }
    async function task(log) { "use task"; log(stack()); await null; log(stack()); return await leaf(log); }
    async function returns(log) { "use task"; return leaf(log); }
    async function keeps(log) { "use coroutine"; const kept = leaf(log); await null; return await kept; }
    export async function main(log) {
      await null;
      log(await co(log), await task(log), await returns(log), await keeps(log));
      const used = leaf(log);
      log(await task(log), await used);
      try { await used; } catch (error) { log(error.name); }
    }`,
  "a coroutine that nobody awaits": `
    async function leaf() { "use coroutine"; return 3; }
    async function forgets() { "use task"; leaf(); }
    async function forgetsLater() { "use task"; leaf(); await null; }
    async function forgetsInside() { "use coroutine"; leaf(); return await leaf(); }
    export async function main(log) { await null; await forgets(); await forgetsLater(); await forgetsInside(); log("end"); }`,
  "a full stack": `
    const descend = (depth) => (depth === 0 ? 0 : 1 + descend(depth - 1));
    async function leaf(depth) { return descend(depth); }
    async function machine(depth) { await null; return descend(depth); }
    async function endless() { "use task"; return 1 + (await endless()); }
    async function endlessLater(depth) { "use task"; await null; if (depth === 0) return await endless(); return await endlessLater(depth - 1); }
    export async function main(log) {
      await null;
      for (const again of [false, true]) {
        for (const fill of [() => leaf(1e6), () => machine(1e6), endless, () => endlessLater(3)])
          try { await fill(); } catch (error) { log(again, error.name, currentTask().functionName); }
        try { await leaf(1e6); } catch (error) { log(again, error.name, currentTask().functionName); }
        try { await machine(1e6); } catch (error) { log(again, error.name, currentTask().functionName); }
        try { await endless(); } catch (error) { log(again, error.name, currentTask().functionName); }
        log(await leaf(3), await machine(4), stack(), names().includes("machine"));
      }
    }`,
  "an error travels": `
    async function leaf() { throw new Error("leaf"); }
    async function machine() { await null; throw new Error("machine"); }
    async function passes(which) { return which === 0 ? await leaf() : await machine(); }
    const frames = (error) => error.stack.split("\\n").filter((line) => line.includes("at async"));
    export async function main(log) {
      for (const which of [0, 1, 0, 1]) {
        try { await passes(which); } catch (error) { log(error.message, frames(error)); }
        await null;
      }
    }`,
};

/** Those in which something else is ready where a call of relaxed order may go on at once. */
const races: readonly string[] = ["cancelled by a callback and by another task"];

describe.each(everyRule)("by the rules of %s", (_name, options) => {
  const stories = Object.entries(programs).filter(([name]) => options !== relaxed || !races.includes(name));

  test.each(stories)("%s, as methods", (_story, body) => {
    // Where it stands in the source is told, too.
    expect(told(withMethods(body), options)).toHaveLength(told(body, options).length);
  });

  test.each(stories)("%s", (_story, body) => {
    const lines = told(body, options);
    expect(lines.length).toBeGreaterThan(1);
    // By the rules of coroutines there is but one task: where a program cancels the current one, that is its main task.
    if (options !== coroutine) expect(lines.at(-1)).toBe("=> undefined");
  });
});

/** One program's story by all rules. */
function toldByAll(body: string): string[][] {
  return everyRule.map(([, options]) => told(body, options));
}

test("a method that is no function is told with the place where it is called", () => {
  const body = `
    const o = { answer: 42 };
    export async function main(log) {
      for (const ask of [async () => await o.nothing(1), async () => await o.answer()])
        await ask().catch((error) => log(error.constructor.name, error.message));
    }`;
  const place = /^TypeError what is called as a method in .* \(.*:\d+:\d+\) is not a function, but (undefined|number)$/;
  for (const [, options] of everyRule.slice(0, 2)) {
    const lines = story(prelude + body, options).split("\n");
    expect(lines.slice(0, 2)).toEqual([expect.stringMatching(place), expect.stringMatching(place)]);
  }
});

test("a leaf that drives a loop of its own belongs to its caller's loop all the same", () => {
  const body = `
    async function drives(log) {
      run(async () => { log(currentTask().getName()); await null; }, { host: simulatedHost() });
      return 1;
    }
    export async function main(log) { await null; return await drives(log); }`;
  for (const lines of toldByAll(body)) expect(lines).toEqual(["Task-1", "=> 1"]);
});

test("a task that waits inside another's call is listed, and its stack is complete", () => {
  const body = `
    async function inner(log) { await null; log(names()); log(currentTask().stack().map(({ name }) => name)); }
    async function mid(log) { await inner(log); }
    export async function main(log) { await null; await mid(log); }`;
  const tasks = ["Task-1:main Task-2:mid Task-3:inner", "inner,mid,main", "=> undefined"];
  expect(toldByAll(body)).toEqual([tasks, tasks, ["Task-1:main", ...tasks.slice(1)]]);
});

test("a coroutine that awaits nothing is on its task's stack", () => {
  const body = `
    async function leaf(log) { log(currentTask().stack().map(({ name }) => name)); return 1; }
    async function mid(log) { const value = await leaf(log); await null; return value + (await leaf(log)); }
    export async function main(log) { await null; return await mid(log); }`;
  expect(told(body, coroutine)).toEqual(["leaf,mid,main", "leaf,mid,main", "=> 2"]);
});

test("instruments that come in the middle hear of what happens from then on", () => {
  const body = `
    const heard = [];
    const instrument = {
      spawned: (task) => void heard.push("spawned " + task.functionName),
      blocked: (task) => void heard.push("blocked " + task.functionName),
      finished: (task) => void heard.push("finished " + task.functionName),
    };
    async function leaf(value) { return value; }
    async function inner(log) { await null; log(await leaf(1)); }
    async function adds(log) { await null; getRunningLoop().addInstrument(instrument); await inner(log); }
    export async function main(log) {
      await null;
      await adds(log);
      await inner(log);
      getRunningLoop().removeInstrument(instrument);
      await inner(log);
      log(heard.join(", "));
    }`;
  for (const tell of [story, guestStory]) {
    const lines = tell(prelude + body, exact).split("\n");
    expect(lines.slice(0, 3)).toEqual(["1", "1", "1"]);
    expect(lines[3]).toMatch(
      /^spawned inner, blocked inner.*spawned leaf, finished leaf, .*finished inner, finished adds/,
    );
  }
});

const storePrograms = [
  `async function inner(stores) {
    await null;
    stores.enterWith("inner");
    await null;
    log("inner", stores.getStore());
  }
  async function mid(stores) { await inner(stores); log("mid", stores.getStore()); await null; log("mid", stores.getStore()); }
  async function first(stores) { stores.enterWith("first"); await null; stores.enterWith("second"); }
  async function main(stores) {
    await null;
    await mid(stores);
    log("main", stores.getStore());
    await first(stores);
    log("main", stores.getStore());
  }`,
  `async function first(stores) { stores.enterWith("first"); await null; stores.enterWith("second"); await null; }
  async function mid(stores) { await first(stores); log("mid", stores.getStore()); }
  async function main(stores) { await null; await mid(stores); log("main", stores.getStore()); }`,
];

test("a store that the callee enters after its await is not its caller's", () => {
  const stories = storePrograms.map((program) => {
    const start = 'const { AsyncLocalStorage } = require("node:async_hooks"); main(new AsyncLocalStorage());';
    return execute(`${program}\n${start}`).stdout.split("\n");
  });
  expect(stories).toEqual([
    ["inner inner", "mid undefined", "mid undefined", "main undefined", "main first"],
    ["mid first", "main first"],
  ]);
});
