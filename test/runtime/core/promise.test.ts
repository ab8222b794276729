// The loop's Promise beside the native one.
import { NativePromise } from "./native.js";
import { Future } from "../../../runtime/core/future.js";
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import { guestHost, settled, useAmbient } from "./hosts.js";
import { compiled } from "./machines.js";

const host = guestHost();
useAmbient(host);

/** Runs a program with either constructor; both must log the same. */
async function same(program: (P: any, log: (event: unknown) => void) => void): Promise<unknown[]> {
  const logs = [[], []] as unknown[][];
  for (const [i, P] of [NativePromise, LoopPromise].entries()) {
    program(P, (event) => logs[i]!.push(event instanceof Error ? `${event.name}: ${event.message}` : event));
    await settled();
  }
  expect(logs[1]).toEqual(logs[0]);
  return logs[1]!;
}

const attempt = (log: (event: unknown) => void, run: () => unknown): void => {
  try {
    log(run());
  } catch (error) {
    log((error as Error).name);
  }
};

test.each<[string, (P: any, log: (event: unknown) => void) => void]>([
  [
    "the executor runs at once",
    (P, log) => {
      new P(() => log("executor"));
      log("after");
    },
  ],
  [
    "an executor that throws",
    (P, log) => {
      new P(() => {
        throw new Error("x");
      }).catch(log);
    },
  ],
  [
    "an executor that throws after resolving",
    (P, log) => {
      new P((r: any) => {
        r(1);
        throw new Error("x");
      }).then(log);
    },
  ],
  [
    "no executor",
    (P, log) => {
      attempt(log, () => new P());
      attempt(log, () => new P({}));
      attempt(log, () => P());
    },
  ],
  [
    "the first of resolve and reject wins",
    (P, log) => {
      new P((r: any, j: any) => {
        r(1);
        j(2);
        r(3);
      }).then(log, log);
      new P((r: any, j: any) => {
        j(1);
        r(2);
      }).then(log, log);
    },
  ],
  [
    "resolving with itself",
    (P, log) => {
      let resolve: any;
      const p = new P((r: any) => (resolve = r));
      resolve(p);
      p.catch((e: Error) => log(e instanceof TypeError));
    },
  ],
  [
    "then on something else",
    (P, log) => {
      attempt(log, () => P.prototype.then.call({}));
      attempt(log, () => P.prototype.then.call(undefined));
    },
  ],
  [
    "handlers that are no functions",
    (P, log) => {
      P.resolve(1).then(5, "x").then(log);
      P.reject(2).then(null, undefined).catch(log);
    },
  ],
  [
    "finally passes values and errors",
    (P, log) => {
      P.resolve(1)
        .finally(() => 2)
        .then(log);
      P.reject(3)
        .finally(() => 4)
        .catch(log);
      P.resolve(1)
        .finally(() => {
          throw new Error("f");
        })
        .catch(log);
      P.resolve(1)
        .finally(() => P.reject(9))
        .catch(log);
    },
  ],
  [
    "finally with no function",
    (P, log) => {
      P.resolve(1).finally(undefined).then(log);
    },
  ],
  [
    "finally calls then",
    (P, log) => {
      const p = P.resolve(1);
      p.then = (...args: any[]) => {
        log(args.map((a) => [typeof a, a.length]));
        return "then";
      };
      log(p.finally(() => undefined));
    },
  ],
  [
    "catch calls then",
    (_P, log) => {
      const p = {
        then: (...args: unknown[]) => {
          log(args);
          return 5;
        },
      };
      log(_P.prototype.catch.call(p, "h"));
    },
  ],
  [
    "resolve gives back its own",
    (P, log) => {
      const p = P.resolve(1);
      log(P.resolve(p) === p);
      class M extends P {}
      log(M.resolve(p) === p);
      log(M.resolve(p) instanceof M);
    },
  ],
  [
    "resolve and reject without a constructor",
    (P, log) => {
      attempt(log, () => P.resolve.call(undefined, 1));
      attempt(log, () => P.reject.call({}, 1));
    },
  ],
  [
    "subclassing",
    (P, log) => {
      class M extends P {
        mine = true;
      }
      const m = M.resolve(1).then((v: number) => v + 1);
      log([m instanceof M, m instanceof P, m.mine, m.constructor === M]);
      m.finally(() => log("f")).then(log);
      M.all([1, 2]).then(log);
    },
  ],
  [
    "species",
    (P, log) => {
      class M extends P {
        static get [Symbol.species]() {
          return P;
        }
      }
      const m = M.resolve(1).then(() => 0);
      log([m instanceof M, m instanceof P]);
      class N extends P {
        static get [Symbol.species]() {
          return undefined;
        }
      }
      log(N.resolve(1).then(() => 0) instanceof N);
      class O extends P {
        static get [Symbol.species]() {
          return 5;
        }
      }
      attempt(log, () => O.resolve(1).then(() => 0));
    },
  ],
  [
    "foreign constructors",
    (P, log) => {
      function F(this: any, executor: any) {
        executor(
          (v: unknown) => log(["resolve", v]),
          (e: unknown) => log(["reject", e]),
        );
      }
      P.resolve.call(F, 1);
      P.reject.call(F, 2);
      P.all.call(Object.assign(F, { resolve: (v: unknown) => P.resolve(v) }), [1, 2]);
    },
  ],
  [
    "an executor called twice",
    (P, log) => {
      function F(this: any, executor: any) {
        executor(
          () => 0,
          () => 0,
        );
        executor(
          () => 0,
          () => 0,
        );
      }
      attempt(log, () => P.resolve.call(F, 1));
      function G(this: any, executor: any) {
        executor(1, 2);
      }
      attempt(log, () => P.resolve.call(G, 1));
    },
  ],
  [
    "all",
    (P, log) => {
      P.all([1, P.resolve(2), { then: (r: any) => r(3) }]).then(log);
      P.all([]).then(log);
      P.all([P.reject(1), P.reject(2)]).catch(log);
      P.all(5).catch((e: Error) => log(e.name));
      P.all("ab").then(log);
    },
  ],
  [
    "allSettled",
    (P, log) => {
      P.allSettled([1, P.reject(2)]).then(log);
      P.allSettled([]).then(log);
    },
  ],
  [
    "any",
    (P, log) => {
      P.any([P.reject(1), P.resolve(2)]).then(log);
      P.any([]).catch((e: any) => log([e.name, e.errors]));
      P.any([P.reject(1), P.reject(2)]).catch((e: any) => log([e.name, e.message, e.errors]));
    },
  ],
  [
    "race",
    (P, log) => {
      P.race([new P(() => 0), P.resolve(1), P.reject(2)]).then(log);
      P.race([P.reject(2), 1]).catch(log);
    },
  ],
  [
    "combinators call resolve and then",
    (P, log) => {
      class M extends P {
        static resolve(v: any): any {
          log(["resolve", v]);
          return super.resolve(v);
        }
        then(a: any, b: any): any {
          log("then");
          return super.then(a, b);
        }
      }
      M.all([1, 2]);
      M.race([3]);
    },
  ],
  [
    "combinators close the iterator",
    (P, log) => {
      const items = {
        [Symbol.iterator]: () => ({
          next: () => ({ value: 1, done: false }),
          return: () => {
            log("closed");
            return {};
          },
        }),
      };
      class M extends P {
        static resolve(): any {
          throw new Error("resolve");
        }
      }
      M.all(items).catch(log);
    },
  ],
  [
    "an element settled twice counts once",
    (P, log) => {
      P.all([
        {
          then: (r: any) => {
            r(1);
            r(2);
          },
        },
        5,
      ]).then(log);
      P.allSettled([
        {
          then: (r: any, j: any) => {
            r(1);
            j(2);
          },
        },
        5,
      ]).then(log);
    },
  ],
  [
    "toString and lengths",
    (P, log) => {
      log([
        Object.prototype.toString.call(P.resolve(1)),
        P.length,
        P.name,
        P.prototype.then.length,
        P.all.length,
        P.race.name,
        P.resolve.length,
        P.prototype.catch.length,
        P.prototype.finally.length,
        P[Symbol.species] === P,
      ]);
    },
  ],
])("%s", async (_, program) => {
  await same(program);
});

test("withResolvers and try", async () => {
  const { promise, resolve } = LoopPromise.withResolvers<number>();
  resolve(4);
  const log: unknown[] = [];
  promise.then((v) => log.push(v));
  LoopPromise.try((a: number, b: number) => a + b, 1, 2).then((v) => log.push(v));
  LoopPromise.try(() => {
    throw new Error("t");
  }).catch((e) => log.push((e as Error).message));
  LoopPromise.try(() => LoopPromise.resolve(5)).then((v) => log.push(v));
  await settled();
  expect(log).toEqual([4, 3, "t", 5]);
});

test("instanceof answers for both kinds, on Promise itself only", () => {
  class Mine extends LoopPromise {}
  const t = compiled(function* () {})();
  expect([
    t instanceof LoopPromise,
    new Future() instanceof LoopPromise,
    NativePromise.resolve() instanceof LoopPromise,
  ]).toEqual([true, true, true]);
  expect([
    NativePromise.resolve() instanceof Mine,
    LoopPromise.resolve() instanceof Mine,
    Mine.resolve() instanceof Mine,
    {} instanceof LoopPromise,
  ]).toEqual([false, false, true, false]);
  expect([LoopPromise.resolve() instanceof Future, new Future() instanceof Future]).toEqual([false, true]);
});

test("a task derives plain promises, and Promise.resolve gives it back", async () => {
  const t = compiled(function* () {
    return 5;
  })();
  expect(t.then().constructor).toBe(LoopPromise);
  expect(LoopPromise.resolve(t)).toBe(t);
  expect(await t).toBe(5);
});

test("unhandled rejections are reported once; handled ones, even late, are not", async () => {
  host.unhandled.length = 0;
  LoopPromise.reject(new Error("lost"));
  const late = LoopPromise.reject(new Error("late"));
  await NativePromise.resolve();
  late.catch(() => undefined);
  const failed = compiled(function* () {
    yield 0;
    throw new Error("task lost");
  })();
  compiled(function* () {
    yield 0;
    throw new Error("task seen");
  })().catch(() => undefined);
  new LoopPromise(() => undefined).cancel();
  const watched = compiled(function* () {
    throw new Error("watched");
  })();
  watched.addDoneCallback(() => undefined);
  const looked = compiled(function* () {
    throw new Error("looked");
  })();
  looked.exception();
  await settled();
  expect(host.unhandled.map((e) => (e as Error).message).sort()).toEqual(["lost", "task lost", "watched"]);
  expect(failed.exception().message).toBe("task lost");
});
