/**
 * An awaited call of a function at the top of a file starts its step directly. Nothing that tsyncio shows of a program may
 * differ from what it shows when the call is made first and its task or coroutine awaited then: so every program here runs
 * both ways, stepped by a simulated host and called back by a guest host (where up to 64 generations share a microtask, and
 * turns are taken in place), and what it tells must be the same.
 */
import * as tsyncio from "tsyncio";
import type { UserOptions } from "../../transformer/options.js";
import { execute } from "../runtime/run/program.js";
import { load, story } from "./program.js";
import { SmallPlatform } from "./small-platform.js";

type Callee = (this: unknown, ...args: unknown[]) => unknown;

interface Calls {
  call(this: Activation, state: number, callee: Callee, known: unknown, ...args: unknown[]): unknown;
  callMethod(this: Activation, state: number, receiver: unknown, callee: Callee, ...args: unknown[]): unknown;
}

interface Activation extends Calls {
  await(state: number, value: unknown): unknown;
}

const activations = [tsyncio.Task.prototype, tsyncio.Coroutine.prototype] as unknown as Activation[];
const direct = activations.map(({ call, callMethod }): Calls => ({ call, callMethod }));

/** As the compiler would write it without direct calls: `$.await(state, callee(…))`. */
const asWritten: Calls = {
  call(state, callee, _known, ...args) {
    return this.await(state, callee(...args));
  },
  callMethod(state, receiver, callee, ...args) {
    return this.await(state, callee.apply(receiver, args));
  },
};

function callsAre(calls: readonly Calls[]): void {
  activations.forEach((activation, index) => Object.assign(activation, calls[index]));
}

/** The program with its functions as methods of one object. */
function withMethods(program: string): string {
  const heading = /^ *async function (?=\w+\()/;
  const statements = program.split(/\n(?= {4}[^\s}])/);
  const isMethod = (statement: string): boolean => heading.test(statement);
  const names = statements.filter(isMethod).map((statement) => /\w+(?=\()/.exec(statement.replace(heading, ""))?.[0]);
  const calls = new RegExp(`(?<!function |[."])\\b(${names.join("|")})\\b`, "g");
  const [methods, others] = [true, false].map((which) =>
    statements
      .filter((statement) => isMethod(statement) === which)
      .map((statement) => statement.replace(calls, "all.$1").replace(heading, "async "))
      .join("\n"),
  );
  return `class All { ${String(methods)} }\nconst all = new All();\n${String(others)}`;
}

afterEach(() => callsAre(direct));

const prelude = `
  import { allTasks, CancelledError, ContextVar, copyContext, createTask, currentTask, Future, getRunningLoop, run, shield,
    simulatedHost, sleep, TaskGroup, timeout, waitFor } from "tsyncio";
  const names = () => [...allTasks()].map((task) => task.getName() + ":" + task.functionName).sort().join(" ");
  const stack = () => currentTask().stack().join(" < ");
`;

type Main = (log: (...words: unknown[]) => void) => Promise<unknown>;

/** As `story`, called back by a guest host. */
function guestStory(source: string, options: UserOptions): string {
  const { main } = load<{ main: Main }>(source, options);
  const host = new SmallPlatform();
  const log = host.log.bind(host);
  const loop = new tsyncio.EventLoop(host);
  let task: tsyncio.Task | undefined;
  loop.callSoon(() => {
    const made: unknown = main(log);
    task = made instanceof tsyncio.Task ? made : loop.createTask(made as tsyncio.Coroutine);
  });
  host.runAll();
  try {
    log("=>", task?.result());
  } catch (error) {
    log("=> threw", error);
  }
  return host.lines.join("\n");
}

const exact: UserOptions = { returns: "task" };
const relaxed: UserOptions = { returns: "task", order: "relaxed" };
const coroutine: UserOptions = { returns: "coroutine" };

/** What the program tells, by one set of options; it is the same on both hosts and both ways. */
function told(body: string, options: UserOptions): string[] {
  const source = prelude + body;
  const tell = (): string[] => [story(source, options), guestStory(source, options)];
  callsAre([asWritten, asWritten]);
  const expected = tell();
  callsAre(direct);
  expect(tell()).toEqual(expected);
  return (expected[1] as string).split("\n");
}

const everyRule: readonly (readonly [name: string, options: UserOptions])[] = [
  ["exact", exact],
  ["relaxed", relaxed],
  ["coroutines", coroutine],
];

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
  callsAre(direct);
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
