// Async generators answer their requests in ECMAScript's order, tick for tick: every pair of a body and a use runs natively
// and on the loop.
import { both, ticker } from "./compare.js";
import { All, Out, type World } from "./machines.js";

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
    [
      "plain yields",
      ({ gen, log }) =>
        gen(function* () {
          log(["got", yield new Out(1)]);
          log(["got", yield new Out(2)]);
          return 3;
        }),
    ],
    [
      "awaits between",
      ({ gen, log }) =>
        gen(function* () {
          log("start");
          yield 0;
          log(["got", yield new Out(1)]);
          yield 0;
          yield new Out(2);
          yield 0;
          return yield 9;
        }),
    ],
    [
      "yields promises",
      ({ gen, Promise }) =>
        gen(function* () {
          yield new Out(Promise.resolve(1));
          yield new Out(Promise.resolve(2));
        }),
    ],
    [
      "yields a rejected promise",
      ({ gen, Promise, log }) =>
        gen(function* () {
          try {
            yield new Out(Promise.reject(new Error("y")));
          } catch (e) {
            log(String(e));
          }
          yield new Out(2);
        }),
    ],
    [
      "throws at once",
      ({ gen }) =>
        gen(function* () {
          throw new Error("t");
        }),
    ],
    [
      "throws after a yield",
      ({ gen }) =>
        gen(function* () {
          yield new Out(1);
          throw new Error("t");
        }),
    ],
    [
      "has a finally",
      ({ gen, log }) =>
        gen(function* () {
          try {
            yield new Out(1);
            yield new Out(2);
          } finally {
            log("finally");
            yield 0;
            log("finally 2");
          }
        }),
    ],
    [
      "catches",
      ({ gen, log }) =>
        gen(function* () {
          for (let i = 0; i < 3; i += 1) {
            try {
              yield new Out(i);
            } catch (e) {
              log(String(e));
            }
          }
        }),
    ],
    [
      "delegates to an array",
      ({ gen, log, Promise }) =>
        gen(function* () {
          log(["result", yield new All([1, Promise.resolve(2)])]);
          yield new Out(3);
        }),
    ],
    [
      "delegates to a generator",
      ({ gen, log }) => {
        const inner = gen(function* () {
          try {
            log(["inner", yield new Out(1)]);
            yield new Out(2);
            return yield "r";
          } finally {
            log("inner finally");
            yield 0;
          }
        });
        return gen(function* () {
          log(["result", yield new All(inner())]);
          yield new Out(3);
        });
      },
    ],
    [
      "delegates to a sync generator",
      ({ gen, log }) =>
        gen(function* () {
          log([
            "result",
            yield new All(
              (function* () {
                try {
                  yield 1;
                  yield 2;
                } finally {
                  log("sync finally");
                }
                return 5;
              })(),
            ),
          ]);
        }),
    ],
    [
      "delegates to what rejects",
      ({ gen, log, Promise }) =>
        gen(function* () {
          try {
            yield new All([Promise.reject(new Error("d"))]);
          } catch (e) {
            log(String(e));
          }
          yield new Out(1);
        }),
    ],
    [
      "delegates to a bare iterator",
      ({ gen, log }) =>
        gen(function* () {
          let i = 0;
          try {
            log([
              "result",
              yield new All({
                [Symbol.asyncIterator]: () => ({
                  next: (v: unknown) => {
                    log(["inner", v]);
                    i += 1;
                    return { value: i, done: i > 3 };
                  },
                }),
              }),
            ]);
          } catch (e) {
            log(String(e));
          }
        }),
    ],
    [
      "delegates to a non-iterable",
      ({ gen, log }) =>
        gen(function* () {
          try {
            yield new All(5);
          } catch (e) {
            log((e as Error).name);
          }
        }),
    ],
    [
      "delegates to one that gives no object",
      ({ gen, log }) =>
        gen(function* () {
          try {
            yield new All({ [Symbol.asyncIterator]: () => ({ next: () => 5 }) });
          } catch (e) {
            log((e as Error).name);
          }
        }),
    ],
  ];

  const uses: [string, (world: World, generator: any, use: (name: string) => (request: unknown) => void) => void][] = [
    [
      "next one by one",
      ({ fn }, g, use) =>
        fn(function* () {
          for (let i = 0; i < 5; i += 1) yield use(`n${i}`)(g.next(i));
        })(),
    ],
    [
      "next all at once",
      (_, g, use) => {
        for (let i = 0; i < 5; i += 1) use(`n${i}`)(g.next(i));
      },
    ],
    [
      "return first",
      (_, g, use) => {
        use("r")(g.return("v"));
        use("n")(g.next());
      },
    ],
    [
      "return of a promise first",
      ({ Promise }, g, use) => {
        use("r")(g.return(Promise.resolve("v")));
        use("n")(g.next());
      },
    ],
    [
      "throw first",
      (_, g, use) => {
        use("t")(g.throw(new Error("in")));
        use("n")(g.next());
      },
    ],
    [
      "next, return",
      (_, g, use) => {
        use("n1")(g.next());
        use("r")(g.return("v"));
        use("n2")(g.next());
      },
    ],
    [
      "next, throw",
      (_, g, use) => {
        use("n1")(g.next());
        use("t")(g.throw(new Error("in")));
        use("n2")(g.next());
        use("n3")(g.next());
      },
    ],
    [
      "await next, then return",
      ({ fn }, g, use) =>
        fn(function* () {
          yield g.next().catch(() => 0);
          use("r")(g.return("v"));
          use("n")(g.next());
        })(),
    ],
    [
      "await next, then return of a rejection",
      ({ fn, Promise }, g, use) =>
        fn(function* () {
          yield g.next().catch(() => 0);
          use("r")(g.return(Promise.reject(new Error("rr"))));
          use("n")(g.next());
        })(),
    ],
    [
      "await next, then throw twice",
      ({ fn }, g, use) =>
        fn(function* () {
          yield g.next().catch(() => 0);
          use("t")(g.throw(new Error("in")));
          use("t2")(g.throw(new Error("in2")));
          use("n")(g.next());
        })(),
    ],
    [
      "return twice after the end",
      ({ fn, Promise }, g, use) =>
        fn(function* () {
          for (let i = 0; i < 6; i += 1) yield g.next().catch(() => 0);
          use("r")(g.return(Promise.reject(new Error("rr"))));
          use("n")(g.next());
          use("t")(g.throw(new Error("e")));
          use("r2")(g.return(1));
        })(),
    ],
  ];

  // ECMAScript 2025 closes a sync iterator that has no throw(); engines before that reject with what was thrown.
  const throwsIntoArray = (body: string, use: string) =>
    body === "delegates to an array" && /throw|rejection/.test(use);
  const oldEngine = Number(process.versions.v8.split(".")[0]) < 13;
  // In `yield*`, V8 since 12 takes return() of a rejected promise for a next(): the rejection is lost (seen in Node 22, 24
  // and 26; Node 20 does what ECMAScript says).
  const losesRejection = (body: string, use: string) =>
    Number(process.versions.v8.split(".")[0]) >= 12 &&
    body.startsWith("delegates") &&
    use.endsWith("return of a rejection");
  const cases = bodies
    .flatMap(([body, make]) => uses.map(([use, run]) => [body, use, make, run] as const))
    .filter(([body, use]) => !(oldEngine && throwsIntoArray(body, use)) && !losesRejection(body, use));
  test.each(cases)("%s; %s", async (_body, _use, make, run) => {
    await both((world) => {
      ticker(world, 25);
      run(world, make(world)(), (name) => consume(world, name));
    });
  });
});
