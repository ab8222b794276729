// The order of events is ECMAScript's, tick for tick: every program here runs natively and on the loop, and both logs must
// be the same.
import { both, ticker } from "./compare.js";
import { Out, type World } from "./machines.js";

const awaited: [string, (world: World) => unknown][] = [
  ["undefined", () => undefined],
  ["a number", () => 5],
  ["an object", () => ({ a: 1 })],
  ["a settled promise", ({ Promise }) => Promise.resolve(1)],
  ["a rejected promise", ({ Promise }) => Promise.reject(new Error("no"))],
  [
    "an async function that returns at once",
    ({ fn }) =>
      fn(function* () {
        return 1;
      })(),
  ],
  [
    "an async function that awaits once",
    ({ fn }) =>
      fn(function* () {
        yield 1;
        return 2;
      })(),
  ],
  [
    "an async function that throws",
    ({ fn }) =>
      fn(function* () {
        throw new Error("x");
      })(),
  ],
  [
    "a function that returns a promise",
    ({ fn, Promise }) =>
      fn(function* () {
        return Promise.resolve(1);
      })(),
  ],
  [
    "a function that returns a task",
    ({ fn }) =>
      fn(function* () {
        return fn(function* () {
          yield 0;
          return 1;
        })();
      })(),
  ],
  [
    "a function that returns a rejected promise",
    ({ fn, Promise }) =>
      fn(function* () {
        return Promise.reject(new Error("r"));
      })(),
  ],
  ["a thenable", () => ({ then: (resolve: (v: unknown) => void) => resolve(7) })],
  ["a thenable that rejects", () => ({ then: (_: unknown, reject: (v: unknown) => void) => reject(new Error("t")) })],
  [
    "a thenable that throws",
    () => ({
      then() {
        throw new Error("t");
      },
    }),
  ],
  ["a thenable that gives a thenable", () => ({ then: (r: any) => r({ then: (s: any) => s(3) }) })],
  [
    "an object whose then throws",
    () => ({
      get then() {
        throw new Error("get");
      },
    }),
  ],
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
  [
    "a subclass",
    ({ Promise }) => {
      class Mine extends Promise<number> {}
      return Mine.resolve(5);
    },
  ],
  [
    "a subclass with a then",
    ({ Promise }) => {
      class Mine extends Promise<number> {
        override then(a: any, b: any): any {
          return super.then(a, b);
        }
      }
      return Mine.resolve(5);
    },
  ],
  [
    "a promise with a constructor that throws",
    ({ Promise }) =>
      Object.defineProperty(Promise.resolve(1), "constructor", {
        get() {
          throw new Error("c");
        },
      }),
  ],
  [
    "a promise with another constructor",
    ({ Promise }) => Object.defineProperty(Promise.resolve(1), "constructor", { value: Object }),
  ],
  ["a promise with a then of its own", ({ Promise }) => Object.assign(Promise.resolve(1), { then: (r: any) => r(9) })],
  [
    "the next of a generator",
    ({ gen }) =>
      gen(function* () {
        yield new Out(1);
      })().next(),
  ],
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
      new world.Promise((resolve) => resolve(make(world))).then(world.log, (error: unknown) =>
        world.log(String(error)),
      );
      world.Promise.resolve(0)
        .then(() => make(world))
        .then(world.log, (error: unknown) => world.log(String(error)));
    });
  });
});

test("return of a promise takes three turns", async () => {
  const events = await both((world) => {
    const f = world.fn(function* () {
      return world.Promise.resolve("f");
    });
    f().then(world.log);
    ticker(world, 4);
  });
  expect(events).toEqual(["tick 1", "tick 2", "f", "tick 3", "tick 4"]);
});

test("a started call runs up to its first await inside the call", async () => {
  const events = await both(({ fn, log }) => {
    const inner = fn(function* () {
      log("inner 1");
      yield 0;
      log("inner 2");
    });
    fn(function* () {
      log("outer 1");
      const p = inner();
      log("outer 2");
      yield p;
      log("outer 3");
    })();
    log("main");
  });
  expect(events).toEqual(["outer 1", "inner 1", "outer 2", "main", "inner 2", "outer 3"]);
});

test("many waiters are woken in the order in which they came", async () => {
  await both((world) => {
    const { Promise, fn, log } = world;
    let release!: (value: unknown) => void;
    const gate = new Promise((resolve) => (release = resolve));
    const waiter = fn(function* (name) {
      log(`${name} ${yield gate}`);
    });
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
