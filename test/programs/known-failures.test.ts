/**
 * What other libraries that run async functions on something else than promises got wrong, and users reported: each story is
 * a test here. (More of each: cancellation.test.ts, clean-up.test.ts, consumers.test.ts.)
 */
import { createContext, runInContext } from "node:vm";
import { buildSync } from "esbuild";
import { bothKinds, execute } from "../runtime/run/program.js";
import { story } from "./program.js";

const prelude = `
import { ContextVar, createTask, currentTask, Future, gather, getRunningLoop, isCancelled, sleep, shield, wait } from "tsyncio";
const now = () => getRunningLoop().time();
`;

describe.each(bothKinds)("returns: %s", (returns) => {
  /** Runs a body of main(log), and answers what it logged. */
  const logged = (body: string): string[] => {
    const lines = story(`${prelude} export async function main(log) { ${body} }`, { returns }).split("\n");
    expect(lines.at(-1)).toBe("=> undefined");
    return lines.slice(0, -1);
  };

  describe("a halted task does not continue after an inner finally that awaits", () => {
    test("in a called function, in a loop, around a return", () => {
      const body = `
        const inner = async () => {
          try { await sleep(1000); } finally { await sleep(5); log("inner cleaned", now()); }
          log("WRONG: behind the finally");
        };
        const middle = async () => {
          for (;;) {
            try { await inner(); } finally { await sleep(5); log("middle cleaned", now()); }
            log("WRONG: in the loop");
          }
        };
        const outer = async () => {
          try { return await middle(); } finally { await null; log("outer cleaned"); }
        };
        const task = createTask(outer());
        await sleep(1);
        task.cancel();
        await wait([task]);
        log(task.cancelled(), now());
        await sleep(100);`;
      expect(logged(body)).toEqual(["inner cleaned 6", "middle cleaned 11", "outer cleaned", "true 11"]);
    });

    test("with a generator in between", () => {
      const body = `
        async function* items() { try { yield 1; await sleep(1000); yield 2; } finally { await sleep(5); log("generator cleaned"); } }
        const task = createTask((async () => {
          for await (const item of items()) log("item", item);
          log("WRONG");
        })());
        await sleep(1);
        task.cancel();
        await wait([task]);
        log(task.cancelled());`;
      expect(logged(body)).toEqual(["item 1", "generator cleaned", "true"]);
    });

    test("a coroutine that is awaited begins before it can be cancelled, wherever a turn falls due", () => {
      // After a thousand awaits without a wait a turn is taken; here a cancellation is pending then.
      const body = `
        const skipped = [];
        const cleanUp = async (note) => { "use coroutine"; note.begun = true; await sleep(1); };
        const job = async (count, note) => {
          currentTask().cancel();
          for (let n = 0; n < count; n++) await n;
          note.reached = true;
          await cleanUp(note);
        };
        for (const count of [0, 1, ...Array.from({ length: 16 }, (_, i) => 990 + i)]) {
          const note = {};
          const task = createTask(job(count, note));
          await wait([task]);
          if (!task.cancelled() || (note.reached && !note.begun)) skipped.push(count);
        }
        log("skipped after", skipped);`;
      expect(logged(body)).toEqual(["skipped after "]);
    });
  });

  test("catch and finally run on interruption as they are written", () => {
    const body = `
      const job = async () => {
        try {
          try {
            try { await sleep(1000); }
            catch { log("WRONG: an ordinary catch handles errors, and this is none"); }
            finally { log("finally 1"); }
          } catch (error) {
            log("roll back");
            await sleep(1);
            if (!(error instanceof TypeError)) throw error;
          } finally { log("finally 2"); }
        } catch (error) {
          if (isCancelled(error)) log("named");
          throw error;
        } finally { await null; log("finally 3"); }
      };
      const task = createTask(job());
      await sleep(1);
      task.cancel();
      await wait([task]);
      log(task.cancelled());`;
    expect(logged(body)).toEqual(["finally 1", "roll back", "finally 2", "named", "finally 3", "true"]);
  });

  describe("two requests share one cached promise", () => {
    const cache = `
      let loads = 0;
      const load = async (key) => { loads++; await sleep(100); return "page " + key; };
      const cache = new Map();
      const get = (key) => {
        if (!cache.has(key)) cache.set(key, createTask(load(key)));
        return cache.get(key);
      };
      const request = async (name) => { try { log(name, await get("a")); } finally { log(name, "ends", now()); } };
    `;

    test("one is cancelled after the second has arrived: the second gets its page", () => {
      const body = `${cache}
        const first = createTask(request("first"));
        const second = createTask(request("second"));
        await sleep(10);
        first.cancel();
        await wait([first, second]);
        log(first.cancelled(), second.cancelled(), loads);`;
      expect(logged(body)).toEqual(["first ends 10", "second page a", "second ends 100", "true false 1"]);
    });

    test("one is cancelled before the second arrives: the load ended with its only waiter, and says so", () => {
      const body = `${cache}
        const first = createTask(request("first"));
        await sleep(10);
        first.cancel();
        await wait([first]);
        const second = createTask(request("second"));
        await wait([second]);
        try { second.result(); } catch (error) { if (isCancelled(error)) log(error.message); }`;
      const [first, second, message] = logged(body);
      expect([first, second]).toEqual(["first ends 10", "second ends 10"]);
      expect(message).toMatch(/^Task-\d+ \(request\) was cancelled, and with it what only it was waiting for$/);
    });

    test("a cache that shields its entries, or drops cancelled ones, serves the second one", () => {
      const body = `${cache}
        const shielded = async (name) => { log(name, await shield(get("a"))); };
        const first = createTask(shielded("first"));
        await sleep(10);
        first.cancel();
        await wait([first]);
        await shielded("second");
        log(loads, now());
        cache.clear();
        const dropping = (key) => { if (cache.get(key)?.cancelled()) cache.delete(key); return get(key); };
        const third = createTask((async () => { await dropping("a"); })());
        await sleep(10);
        third.cancel();
        await wait([third]);
        log("fourth", await dropping("a"), loads);`;
      expect(logged(body)).toEqual(["second page a", "1 100", "fourth page a 3"]);
    });

    test("both are cancelled at once: both end, and the load with them", () => {
      const body = `${cache}
        const both = [createTask(request("first")), createTask(request("second"))];
        await sleep(10);
        for (const task of both) task.cancel();
        await wait(both);
        log(both.map((task) => task.cancelled()), cache.get("a").cancelled(), now());`;
      expect(logged(body)).toEqual(["first ends 10", "second ends 10", "true,true true 10"]);
    });
  });

  test("Promise.all([p, p]) is one consumer of p", () => {
    const body = `
      const p = createTask(sleep(100, "p"));
      const waits = createTask((async () => { await Promise.all([p, p]); })());
      await sleep(1);
      waits.cancel();
      await wait([waits]);
      log(waits.cancelled(), p.cancelled());
      const q = createTask(sleep(10, "q"));
      log(await Promise.all([q, q]));`;
    expect(logged(body)).toEqual(["true true", "q,q"]);
  });

  test("p.catch(noop) keeps p alive when its waiter is cancelled", () => {
    const body = `
      const p = createTask(sleep(10, "kept"));
      p.catch(() => {});
      const waits = createTask((async () => { await p; })());
      await sleep(1);
      waits.cancel();
      await wait([waits]);
      log(waits.cancelled(), p.cancelled(), await p);`;
    expect(logged(body)).toEqual(["true false kept"]);
  });

  test("cancel and uncancel while waiting for a shared future: as if nothing had happened", () => {
    const body = `
      const shared = new Future();
      const waits = (name) => createTask((async () => { log(name, await shared); })());
      const [a, b] = [waits("a"), waits("b")];
      await sleep(1);
      a.cancel();
      log(a.uncancel());
      await sleep(1);
      // It is a consumer again: b may leave without taking the future along.
      b.cancel();
      await sleep(1);
      log(b.cancelled(), shared.cancelled());
      shared.setResult("there");
      await wait([a]);`;
    expect(logged(body)).toEqual(["0", "true false", "a there"]);
  });

  test("racing against a long-lived promise leaves nothing with it", () => {
    const body = `
      const long = new Future();
      for (let i = 0; i < 500; i++) await Promise.race([long, sleep(1)]);
      log(long.waiters);`;
    expect(logged(body)).toEqual(["null"]);
  });

  test("code after an await sees its context", () => {
    const body = `
      const user = new ContextVar("user", { default: "nobody" });
      const step = async () => { await sleep(1); return user.get(); };
      const request = async (name) => {
        user.set(name);
        const seen = [];
        for (let i = 0; i < 3; i++) { await sleep((name.length * 7 + i) % 5); seen.push(user.get(), await step()); }
        await Promise.all([sleep(1), step()]);
        seen.push(user.get());
        return seen.every((one) => one === name);
      };
      log(await gather(...["ann", "benjamin", "cy"].map((name) => createTask(request(name)))), user.get());`;
    expect(logged(body)).toEqual(["true,true,true nobody"]);
  });
});

describe("in a process", () => {
  test("two thousand children, and hundreds of runs at once, make no listener warning", () => {
    const ended = execute(`
      import { TaskGroup } from "tsyncio";
      process.on("warning", (warning) => log("WARNING", warning.message));
      const controller = new AbortController();
      async function main() {
        await TaskGroup.run(async (group) => {
          for (let i = 0; i < 2000; i++) {
            group.createTask((async () => { currentTask().signal; await sleep(5); })(), { signal: controller.signal });
          }
        });
        const runs = [];
        for (let i = 0; i < 300; i++) runs.push(run(async () => { await sleep(5); }));
        await Promise.all(runs);
        log("done");
      }
      run(main);`);
    expect([ended.stdout, ended.stderr, ended.status]).toEqual(["done", "", 0]);
  });
});

describe("in a bare engine", () => {
  /** A realm with ECMAScript's own globals only: no AsyncLocalStorage, no timers, no console. */
  function inBareRealm(program: string): unknown {
    const bundle = buildSync({
      stdin: { contents: program, resolveDir: process.cwd(), loader: "js" },
      bundle: true,
      write: false,
      format: "iife",
      globalName: "program",
      platform: "neutral",
      mainFields: ["module"],
      conditions: ["import"],
      external: ["node:*"],
      logLevel: "silent",
    });
    const [file] = bundle.outputFiles;
    const realm = createContext({});
    runInContext(String(file?.text), realm);
    return runInContext("JSON.parse(JSON.stringify(program.result))", realm);
  }

  test("code after an await sees its context", () => {
    const result = inBareRealm(`
      import { ContextVar, EventLoop, createTask, gather, manualHost, simulatedHost, sleep, run } from "tsyncio";
      import { coroutine, describe } from "tsyncio/abi";
      const user = new ContextVar("user", { default: "nobody" });
      // async function request(name) { user.set(name); await sleep(name.length); return user.get(); }
      const info = describe("request", "request.ts", []);
      const request = (name) => coroutine(info, ($) => {
        if ($.state === 0) { user.set(name); return $.await(1, sleep(name.length)); }
        return user.get();
      });
      const main = () => coroutine(describe("main", "main.ts", []), ($, value) =>
        $.state === 0 ? $.await(1, gather(createTask(request("ann")), createTask(request("benjamin")))) : [...value, user.get()]);
      export const result = [run(main, { host: simulatedHost() }), typeof setTimeout, typeof process];
    `);
    expect(result).toEqual([["ann", "benjamin", "nobody"], "undefined", "undefined"]);
  });
});
