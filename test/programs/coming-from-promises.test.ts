/**
 * Everything that differs from native promises, shown. Each test is an item of docs/coming-from-promises.md and has its
 * heading for a name (coming-from-promises-page.test.ts compares them). What needs a process of its own is in
 * coming-from-promises-process.test.ts.
 *
 * Where a test has two halves, the first shows the engine's behaviour with the same program left alone.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { inspect, types } from "node:util";
import { isFuture, toNative } from "tsyncio";
import { load, story } from "./program.js";

const { f, fails, both } = load<any>(`
  export async function f(a) { await null; return a; }
  export async function fails() { await null; throw new Error("no"); }
  export const both = () => Promise;
`);
const native = load<any>(`"use native async";
  export async function f(a) { await null; return a; }
`);

describe("identity", () => {
  test("A task is an instance of `Promise`, but not the engine's kind of promise", () => {
    const task = f(1);
    expect(task instanceof Promise).toBe(true);
    expect(Promise.resolve() instanceof both()).toBe(true);
    expect(Object.prototype.toString.call(task)).toBe("[object Promise]");
    expect(types.isPromise(native.f(1))).toBe(true);
    expect(types.isPromise(task)).toBe(false);
    expect(types.isPromise(toNative(task))).toBe(true);
  });

  test("The engine's `Promise.resolve(task)` gives a new promise", async () => {
    const [promise, task] = [native.f(1), f(1)];
    expect(Promise.resolve(promise)).toBe(promise);
    expect(Promise.resolve(task)).not.toBe(task);
    expect(await Promise.resolve(task)).toBe(1);
    expect(both().resolve(task)).toBe(task);
  });

  test("The engine's promise methods cannot be borrowed for a task", () => {
    const { then } = Promise.prototype;
    expect(() => Reflect.apply(then, native.f(1), [])).not.toThrow();
    expect(() => Reflect.apply(then, f(1), [])).toThrow(TypeError);
    expect(() => f(1).then()).not.toThrow();
  });

  test("A task prints as a task, and has properties of its own", () => {
    expect(inspect(native.f(1))).toMatch(/^Promise \{\s+<pending>/);
    expect(inspect(f(1))).toBe("Task (f) { <pending> }");
    expect(inspect({ settled: both().resolve({ a: 1 }) })).toBe("{ settled: Promise { { a: 1 } } }");
    expect(JSON.stringify({ forgotten: native.f(1) })).toBe('{"forgotten":{}}');
    expect(JSON.stringify({ forgotten: f(1) })).toBe('{"forgotten":{}}');
    expect(Object.keys(native.f(1))).toEqual([]);
    expect(Object.keys(f(1))).not.toEqual([]);
  });

  test("`Promise` means one thing per module", async () => {
    const source = "export const name = () => Promise; export const made = () => new Promise(() => {});";
    const { name, made } = load<any>(source);
    expect(name()).not.toBe(globalThis.Promise);
    expect(isFuture(made())).toBe(true);
    expect(made().constructor).toBe(name());
    expect(load<any>(source, { promises: "native" }).name()).toBe(globalThis.Promise);
  });

  test("A patch of the engine's promise methods is not seen by compiled code", async () => {
    const seen: string[] = [];
    const { then } = Promise.prototype;
    Promise.prototype.then = function (this: Promise<unknown>, ...handlers: any[]) {
      seen.push("then");
      return Reflect.apply(then, this, handlers);
    } as never;
    try {
      const source = "export const chain = () => Promise.resolve(1).then((n) => n).finally(() => {});";
      const chain = load<any>(source, { promises: "native" }).chain();
      expect(seen.length).toBeGreaterThan(0);
      await chain;
      seen.length = 0;
      await new Promise<void>((resolve) => load<any>(source).chain().addDoneCallback(resolve));
      expect(seen).toEqual([]);
    } finally {
      Promise.prototype.then = then;
    }
  });
});

describe("order", () => {
  test("A microtask queued between the steps of compiled functions may come after them", async () => {
    const program = `export function start(log, queue) {
      const a = async () => { await null; await null; log("a"); };
      const b = async () => { await null; queue(() => log("microtask")); await null; log("b"); };
      return Promise.all([a(), b()]);
    }`;
    const logOf = async (source: string): Promise<string> => {
      const log: string[] = [];
      await load<any>(source).start((line: string) => log.push(line), queueMicrotask);
      return log.join(", ");
    };
    expect(await logOf(`"use native async"; ${program}`)).toBe("a, microtask, b");
    expect(await logOf(program)).toBe("a, b, microtask");
  });

  test("Uncompiled code that awaits a task goes on a turn later than after a native promise", async () => {
    const turns = async (promise: PromiseLike<unknown>): Promise<number> => {
      let isOver = false;
      void (async () => {
        await promise;
        isOver = true;
      })();
      for (let count = 0; ; count++) {
        if (isOver) return count;
        await null;
      }
    };
    expect(await turns(f(1))).toBe((await turns(native.f(1))) + 1);
  });

  test("A chain of awaits that never ends lets timers and I/O through", async () => {
    const program = `export async function spin(isOver, limit) {
      let turns = 0;
      while (!isOver() && turns < limit) { await null; turns++; }
      return turns;
    }`;
    const hasFired = (): (() => boolean) => {
      let fired = false;
      setTimeout(() => (fired = true), 0);
      return () => fired;
    };
    expect(await load<any>(`"use native async"; ${program}`).spin(hasFired(), 50_000)).toBe(50_000);
    expect(await load<any>(program).spin(hasFired(), Infinity)).toBeGreaterThan(0);
  });
});

describe("cancellation", () => {
  test("Nothing is cancelled by itself", () => {
    const log = story(`
      import { sleep } from "tsyncio";
      export async function main(log) {
        const job = async (ms) => { await sleep(ms); log("done after", ms); };
        await Promise.race([job(10), job(20)]);
        await Promise.all([job(30), Promise.reject(new Error("no"))]).catch(() => log("failed"));
        await sleep(100);
      }`);
    expect(log).toBe("done after 10\nfailed\ndone after 20\ndone after 30\n=> undefined");
  });

  test("A cancellation passes an ordinary `catch`", () => {
    const program = `
      import { CancelledError, isCancelled, sleep } from "tsyncio";
      export async function main(log) {
        const ordinary = async () => {
          try { await sleep(1000); } catch { log("caught"); } finally { log("finally"); }
        };
        const naming = async () => {
          try { await sleep(1000); } catch (error) { if (isCancelled(error)) log("named"); }
        };
        for (const job of [ordinary(), naming()]) {
          await sleep(1);
          job.cancel();
        }
        await sleep(1);
      }`;
    expect(story(program)).toBe("finally\nnamed\n=> undefined");
    expect(story(program, { cancellation: "catchable" })).toBe("caught\nfinally\nnamed\n=> undefined");
  });

  test("Cancelling a task cancels what it waits for, unless somebody else waits for it too", () => {
    const log = story(`
      import { sleep } from "tsyncio";
      export async function main(log) {
        for (const waiters of [1, 2]) {
          const shared = (async () => { await sleep(10); return "shared"; })();
          const users = Array.from({ length: waiters }, async () => log(await shared));
          await sleep(1);
          users[0].cancel();
          await sleep(20);
          log(waiters, "waiting:", shared.cancelled() ? "cancelled" : "goes on");
        }
      }`);
    expect(log).toBe("1 waiting: cancelled\nshared\n2 waiting: goes on\n=> undefined");
  });

  test("A promise in a cache is cancelled with its only waiter, unless it is awaited through `shield`", () => {
    const log = story(`
      import { CancelledError, shield, sleep } from "tsyncio";
      export async function main(log) {
        for (const take of [(promise) => promise, shield]) {
          const cached = (async () => { await sleep(10); return "loaded"; })();
          const first = (async () => take(cached))();
          await sleep(1);
          first.cancel();
          await sleep(1);
          try { log(await take(cached)); } catch (error) { log(error instanceof CancelledError); }
        }
      }`);
    expect(log).toBe("true\nloaded\n=> undefined");
  });

  test("Rejection handlers of a cancelled promise are not called, `finally` handlers are", () => {
    const log = story(`
      import { sleep } from "tsyncio";
      export async function main(log) {
        const promises = [sleep(1000).catch(() => log("catch")), sleep(1000).finally(() => log("finally"))];
        await sleep(1);
        for (const promise of promises) promise.cancel();
        await sleep(1);
        log(promises.map((promise) => promise.cancelled()));
      }`);
    expect(log).toBe("finally\ntrue,true\n=> undefined");
  });
});

describe("functions", () => {
  const kinds = load<any>(`
    export async function declared(a, b = 1) { await a; return b; }
    export const arrow = async (a) => { await a; };
    export class C { async method() { await null; } static async *each() { yield 1; } }
  `);
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

  test("A compiled function answers as an async function where it is asked", () => {
    for (const fn of [kinds.declared, kinds.arrow, kinds.C.prototype.method]) {
      expect([fn.constructor.name, fn[Symbol.toStringTag]]).toEqual(["AsyncFunction", "AsyncFunction"]);
    }
    expect(kinds.C.each.constructor.name).toBe("AsyncGeneratorFunction");
    expect([kinds.declared.name, kinds.declared.length]).toEqual(["declared", 1]);
    expect(() => new kinds.declared()).toThrow("is not a constructor");
    const { unbranded } = load<any>("export async function unbranded() { await 1; }", { brand: "none" });
    expect(unbranded.constructor.name).toBe("Function");
  });

  test("It is not the engine's kind of async function", () => {
    expect(types.isAsyncFunction(async () => {})).toBe(true);
    expect(types.isAsyncFunction(kinds.declared)).toBe(false);
    expect(kinds.declared instanceof AsyncFunction).toBe(true);
    expect(types.isPromise(new kinds.declared.constructor("return 1")())).toBe(true);
    const AsyncGeneratorFunction = Object.getPrototypeOf(async function* () {}).constructor;
    expect(kinds.C.each instanceof AsyncGeneratorFunction).toBe(false);
    expect(() => new kinds.C.each.constructor("yield 1")).toThrow("the text would not be compiled");
  });

  test("`toString` gives the compiled text", () => {
    expect(String(native.f)).toContain("await null");
    expect(String(f)).not.toContain("await null");
    expect(String(f)).toMatch(/^function f\(a\)/);
  });

  test("Calls that start at once take more of the stack", async () => {
    const program = "export async function down(n) { if (n > 0) await down(n - 1); return n; }";
    const depth = 4000;
    await expect(load<any>(`"use native async"; ${program}`).down(depth)).resolves.toBe(depth);
    await expect(load<any>(program).down(depth)).rejects.toThrow(RangeError);
    await expect(load<any>(program, { returns: "coroutine" }).down(depth)).resolves.toBe(depth);
  });

  test("What is not compiled stays native: dependencies, text that becomes code, and `await` of a whole module", () => {
    const { make, left } = load<any>(`
      export const make = () => new Function("return async () => 1")()();
      export async function left() { "use native async"; return 1; }
    `);
    expect(types.isPromise(make())).toBe(true);
    expect(types.isPromise(left())).toBe(true);
    expect(() => load("export const x = await 1;")).toThrow(/await is only valid|Unexpected/);
  });
});

describe("errors", () => {
  test("A stack names who awaits, and may show frames of the loop", async () => {
    const { outer } = load<any>(
      `async function inner() { await null; throw new Error("no"); }
       export async function outer() { await inner(); }`,
      {},
      "program.ts",
    );
    const { stack } = await outer().catch((error: Error) => error);
    expect(stack).toMatch(/at inner(\$step)? /);
    expect(stack).toMatch(/at async outer \(program\.ts:2:/);
    const alone = await fails().catch((error: Error) => error);
    expect(alone.stack).toMatch(/at fails(\$step)? /);
  });
});

describe("contexts", () => {
  test("`AsyncLocalStorage` is the same behind every await", async () => {
    const storage = new AsyncLocalStorage<number>();
    const { work } = load<any>(`export async function work(look) {
      const seen = [look()];
      for (const wait of [null, new Promise((resolve) => setTimeout(resolve))]) { await wait; seen.push(look()); }
      return seen;
    }`);
    const requests = [1, 2, 3].map((id) => storage.run(id, () => work(() => storage.getStore())));
    expect(await Promise.all(requests)).toEqual([1, 2, 3].map((id) => [id, id, id]));
  });
});
