// The order of events is ECMAScript's, tick for tick: every program here runs natively and on the loop, and both logs must
// be the same.
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import { guestHost, settled, useAmbient } from "./hosts.js";
import { loopWorld, nativeWorld, Out, All, type World } from "./machines.js";

const host = guestHost();
useAmbient(host);

async function both(program: (world: World) => void): Promise<unknown[]> {
  const native: unknown[] = [];
  const ours: unknown[] = [];
  program(nativeWorld(native));
  await settled();
  program(loopWorld(ours, LoopPromise));
  await settled();
  expect(ours).toEqual(native);
  return native;
}

/** Logs a tick per turn, beside the program. */
function ticker({ fn, log }: World, turns: number): void {
  fn(function* () {
    for (let i = 1; i <= turns; i += 1) {
      yield undefined;
      log(`tick ${i}`);
    }
  })();
}

const awaited: [string, (world: World) => unknown][] = [
  ["undefined", () => undefined],
  ["a number", () => 5],
  ["an object", () => ({ a: 1 })],
  ["a settled promise", ({ Promise }) => Promise.resolve(1)],
  ["a rejected promise", ({ Promise }) => Promise.reject(new Error("no"))],
  ["an async function that returns at once", ({ fn }) => fn(function* () { return 1; })()],
  ["an async function that awaits once", ({ fn }) => fn(function* () { yield 1; return 2; })()],
  ["an async function that throws", ({ fn }) => fn(function* () { throw new Error("x"); })()],
  ["a function that returns a promise", ({ fn, Promise }) => fn(function* () { return Promise.resolve(1); })()],
  ["a function that returns a task", ({ fn }) => fn(function* () { return fn(function* () { yield 0; return 1; })(); })()],
  ["a function that returns a rejected promise", ({ fn, Promise }) => fn(function* () { return Promise.reject(new Error("r")); })()],
  ["a thenable", () => ({ then: (resolve: (v: unknown) => void) => resolve(7) })],
  ["a thenable that rejects", () => ({ then: (_: unknown, reject: (v: unknown) => void) => reject(new Error("t")) })],
  ["a thenable that throws", () => ({ then() { throw new Error("t"); } })],
  ["a thenable that gives a thenable", () => ({ then: (r: any) => r({ then: (s: any) => s(3) }) })],
  ["an object whose then throws", () => ({ get then() { throw new Error("get"); } })],
  ["a callable thenable", () => Object.assign(() => 1, { then: (r: any) => r(4) })],
  ["a promise resolved with a promise", ({ Promise }) => new Promise((r) => r(Promise.resolve(1)))],
  ["then of a promise", ({ Promise }) => Promise.resolve(1).then((v) => v + 1)],
  ["then that gives a promise", ({ Promise }) => Promise.resolve(1).then((v) => Promise.resolve(v))],
  ["catch", ({ Promise }) => Promise.reject(1).catch((v) => v)],
  ["finally", ({ Promise }) => Promise.resolve(1).finally(() => 2)],
  ["finally of a rejected one", ({ Promise }) => Promise.reject(new Error("f")).finally(() => Promise.resolve())],
  ["all", ({ Promise }) => Promise.all([1, Promise.resolve(2), new Promise((r) => r(3))])],
  ["all of nothing", ({ Promise }) => Promise.all([])],
  ["all with a rejection", ({ Promise }) => Promise.all([1, Promise.reject(new Error("a")), 3])],
  ["allSettled", ({ Promise }) => Promise.allSettled([1, Promise.reject(new Error("a"))])],
  ["any", ({ Promise }) => Promise.any([Promise.reject(new Error("a")), 2])],
  ["any of failures", ({ Promise }) => Promise.any([Promise.reject(new Error("a")), Promise.reject(new Error("b"))])],
  ["race", ({ Promise }) => Promise.race([new Promise(() => undefined), Promise.resolve(4)])],
  ["a subclass", ({ Promise }) => { class Mine extends Promise<number> {} return Mine.resolve(5); }],
  ["a subclass with a then", ({ Promise }) => { class Mine extends Promise<number> { override then(a: any, b: any): any { return super.then(a, b); } } return Mine.resolve(5); }],
  ["a promise with a constructor that throws", ({ Promise }) => Object.defineProperty(Promise.resolve(1), "constructor", { get() { throw new Error("c"); } })],
  ["a promise with another constructor", ({ Promise }) => Object.defineProperty(Promise.resolve(1), "constructor", { value: Object })],
  ["a promise with a then of its own", ({ Promise }) => Object.assign(Promise.resolve(1), { then: (r: any) => r(9) })],
  ["the next of a generator", ({ gen }) => gen(function* () { yield new Out(1); })().next()],
];

describe("await takes as many turns as natively", () => {
  test.each(awaited)("%s", async (_, make) => {
    await both((world) => {
      ticker(world, 8);
      world.fn(function* () {
        for (let i = 0; i < 2; i += 1) {
          try {
            world.log(yield make(world));
          } catch (error) {
            world.log(String(error));
          }
        }
      })();
      ticker(world, 8);
    });
  });

  test.each(awaited)("returning %s", async (_, make) => {
    await both((world) => {
      ticker(world, 8);
      const returning = world.fn(function* () {
        yield 0;
        return make(world);
      });
      returning().then(world.log, (error: unknown) => world.log(String(error)));
      world.fn(function* () {
        try {
          world.log(yield returning());
        } catch (error) {
          world.log(String(error));
        }
      })();
    });
  });

  test.each(awaited)("resolving with %s", async (_, make) => {
    await both((world) => {
      ticker(world, 8);
      new world.Promise((resolve) => resolve(make(world))).then(world.log, (error: unknown) => world.log(String(error)));
      world.Promise.resolve(0).then(() => make(world)).then(world.log, (error: unknown) => world.log(String(error)));
    });
  });
});

test("return of a promise takes three turns", async () => {
  const events = await both((world) => {
    const f = world.fn(function* () { return world.Promise.resolve("f"); });
    f().then(world.log);
    ticker(world, 4);
  });
  expect(events).toEqual(["tick 1", "tick 2", "f", "tick 3", "tick 4"]);
});

test("a started call runs up to its first await inside the call", async () => {
  const events = await both(({ fn, log }) => {
    const inner = fn(function* () { log("inner 1"); yield 0; log("inner 2"); });
    fn(function* () { log("outer 1"); const p = inner(); log("outer 2"); yield p; log("outer 3"); })();
    log("main");
  });
  expect(events).toEqual(["outer 1", "inner 1", "outer 2", "main", "inner 2", "outer 3"]);
});

test("many waiters are woken in the order in which they came", async () => {
  await both((world) => {
    const { Promise, fn, log } = world;
    let release!: (value: unknown) => void;
    const gate = new Promise((resolve) => (release = resolve));
    const waiter = fn(function* (name) { log(`${name} ${yield gate}`); });
    waiter("a");
    gate.then((v) => log(`then ${v}`));
    waiter("b");
    gate.finally(() => log("finally"));
    waiter("c");
    ticker(world, 5);
    release("open");
    waiter("d");
  });
});

describe("async generators queue as natively", () => {
  const consume = ({ fn, log }: World, name: string) =>
    fn(function* (request) {
      try {
        log([name, yield request]);
      } catch (error) {
        log([name, String(error)]);
      }
    });

  const bodies: [string, (world: World) => (...args: any[]) => any][] = [
    ["plain yields", ({ gen, log }) => gen(function* () { log(["got", yield new Out(1)]); log(["got", yield new Out(2)]); return 3; })],
    ["awaits between", ({ gen, log }) => gen(function* () { log("start"); yield 0; log(["got", yield new Out(1)]); yield 0; yield new Out(2); yield 0; return yield 9; })],
    ["yields promises", ({ gen, Promise }) => gen(function* () { yield new Out(Promise.resolve(1)); yield new Out(Promise.resolve(2)); })],
    ["yields a rejected promise", ({ gen, Promise, log }) => gen(function* () { try { yield new Out(Promise.reject(new Error("y"))); } catch (e) { log(String(e)); } yield new Out(2); })],
    ["throws at once", ({ gen }) => gen(function* () { throw new Error("t"); })],
    ["throws after a yield", ({ gen }) => gen(function* () { yield new Out(1); throw new Error("t"); })],
    ["has a finally", ({ gen, log }) => gen(function* () { try { yield new Out(1); yield new Out(2); } finally { log("finally"); yield 0; log("finally 2"); } })],
    ["catches", ({ gen, log }) => gen(function* () { for (let i = 0; i < 3; i += 1) { try { yield new Out(i); } catch (e) { log(String(e)); } } })],
    ["delegates to an array", ({ gen, log, Promise }) => gen(function* () { log(["result", yield new All([1, Promise.resolve(2)])]); yield new Out(3); })],
    ["delegates to a generator", ({ gen, log }) => { const inner = gen(function* () { try { log(["inner", yield new Out(1)]); yield new Out(2); return yield "r"; } finally { log("inner finally"); yield 0; } }); return gen(function* () { log(["result", yield new All(inner())]); yield new Out(3); }); }],
    ["delegates to a sync generator", ({ gen, log }) => gen(function* () { log(["result", yield new All((function* () { try { yield 1; yield 2; } finally { log("sync finally"); } return 5; })())]); })],
    ["delegates to what rejects", ({ gen, log, Promise }) => gen(function* () { try { yield new All([Promise.reject(new Error("d"))]); } catch (e) { log(String(e)); } yield new Out(1); })],
    ["delegates to a bare iterator", ({ gen, log }) => gen(function* () { let i = 0; try { log(["result", yield new All({ [Symbol.asyncIterator]: () => ({ next: (v: unknown) => { log(["inner", v]); i += 1; return { value: i, done: i > 3 }; } }) })]); } catch (e) { log(String(e)); } })],
    ["delegates to a non-iterable", ({ gen, log }) => gen(function* () { try { yield new All(5); } catch (e) { log((e as Error).name); } })],
    ["delegates to one that gives no object", ({ gen, log }) => gen(function* () { try { yield new All({ [Symbol.asyncIterator]: () => ({ next: () => 5 }) }); } catch (e) { log((e as Error).name); } })],
  ];

  const uses: [string, (world: World, generator: any, use: (name: string) => (request: unknown) => void) => void][] = [
    ["next one by one", ({ fn }, g, use) => fn(function* () { for (let i = 0; i < 5; i += 1) yield use(`n${i}`)(g.next(i)); })()],
    ["next all at once", (_, g, use) => { for (let i = 0; i < 5; i += 1) use(`n${i}`)(g.next(i)); }],
    ["return first", (_, g, use) => { use("r")(g.return("v")); use("n")(g.next()); }],
    ["return of a promise first", ({ Promise }, g, use) => { use("r")(g.return(Promise.resolve("v"))); use("n")(g.next()); }],
    ["throw first", (_, g, use) => { use("t")(g.throw(new Error("in"))); use("n")(g.next()); }],
    ["next, return", (_, g, use) => { use("n1")(g.next()); use("r")(g.return("v")); use("n2")(g.next()); }],
    ["next, throw", (_, g, use) => { use("n1")(g.next()); use("t")(g.throw(new Error("in"))); use("n2")(g.next()); use("n3")(g.next()); }],
    ["await next, then return", ({ fn }, g, use) => fn(function* () { yield g.next().catch(() => 0); use("r")(g.return("v")); use("n")(g.next()); })()],
    ["await next, then return of a rejection", ({ fn, Promise }, g, use) => fn(function* () { yield g.next().catch(() => 0); use("r")(g.return(Promise.reject(new Error("rr")))); use("n")(g.next()); })()],
    ["await next, then throw twice", ({ fn }, g, use) => fn(function* () { yield g.next().catch(() => 0); use("t")(g.throw(new Error("in"))); use("t2")(g.throw(new Error("in2"))); use("n")(g.next()); })()],
    ["return twice after the end", ({ fn, Promise }, g, use) => fn(function* () { for (let i = 0; i < 6; i += 1) yield g.next().catch(() => 0); use("r")(g.return(Promise.reject(new Error("rr")))); use("n")(g.next()); use("t")(g.throw(new Error("e"))); use("r2")(g.return(1)); })()],
  ];

  // ECMAScript 2025 closes a sync iterator that has no throw(); engines before that reject with what was thrown.
  const throwsIntoArray = (body: string, use: string) => body === "delegates to an array" && /throw|rejection/.test(use);
  const oldEngine = Number(process.versions.v8.split(".")[0]) < 13;
  const cases = bodies
    .flatMap(([body, make]) => uses.map(([use, run]) => [body, use, make, run] as const))
    .filter(([body, use]) => !(oldEngine && throwsIntoArray(body, use)));
  test.each(cases)("%s; %s", async (_body, _use, make, run) => {
    await both((world) => {
      ticker(world, 25);
      run(world, make(world)(), (name) => consume(world, name));
    });
  });
});

test("native promises keep their place", async () => {
  const events = await both((world) => {
    const { fn, log } = world;
    const nativeFunction = async (name: string) => {
      log(`${name} 1`);
      await null;
      log(`${name} 2`);
      await null;
      log(`${name} 3`);
      return name;
    };
    const user = fn(function* (name) {
      log(`${name} 1`);
      log(yield nativeFunction(name + "n"));
      log(`${name} 2`);
      yield 0;
      log(`${name} 3`);
    });
    user("a");
    user("b");
    ticker(world, 6);
  });
  expect(events).toContain("an");
});
