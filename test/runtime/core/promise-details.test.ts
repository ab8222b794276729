/** Details of ECMAScript's Promise that programs can see and that test262 asks for, beside the native one. */
import { NativePromise } from "./native.js";
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import { guestHost, settled, useAmbient } from "./hosts.js";

useAmbient(guestHost());

type Log = (event: unknown) => void;

const nameOf = (fn: object): unknown => Object.getOwnPropertyDescriptor(fn, "name");

/** A constructor whose functions tell how they are called. */
const telling = (log: Log) =>
  function (executor: (resolve: unknown, reject: unknown) => void) {
    const teller = (what: string) =>
      function (this: unknown, ...args: unknown[]) {
        log([what, this === undefined, args.map((value) => (value instanceof Error ? value.name : value))]);
      };
    executor(teller("resolve"), teller("reject"));
  };

test.each<[string, (P: any, log: Log) => void]>([
  [
    "resolve functions have no name",
    (P, log) => {
      new P((resolve: object, reject: object) => log([nameOf(resolve), nameOf(reject)]));
      P.allSettled.call(
        Object.assign(
          function (executor: (a: unknown, b: unknown) => void) {
            executor(
              () => 1,
              () => 1,
            );
          },
          { resolve: () => ({ then: (a: object, b: object) => log([nameOf(a), nameOf(b)]) }) },
        ),
        [1],
      );
    },
  ],
  [
    "the executor is looked at before the prototype of new.target",
    (P, log) => {
      const newTarget = Object.defineProperty(function () {}.bind(null), "prototype", { get: () => log("prototype") });
      try {
        Reflect.construct(P, [1], newTarget);
      } catch (error) {
        log((error as Error).constructor === TypeError);
      }
    },
  ],
  [
    "its name and toStringTag are constants",
    (P, log) => {
      log(Object.getOwnPropertyDescriptor(P, "name"));
      log(Object.getOwnPropertyDescriptor(P.prototype, Symbol.toStringTag));
    },
  ],
  [
    "a promise that is resolved with itself is rejected with a plain TypeError",
    (P, log) => {
      let resolve!: (value: unknown) => void;
      const promise = new P((given: typeof resolve) => (resolve = given));
      promise.catch((error: Error) => log(error.constructor === TypeError));
      resolve(promise);
    },
  ],
  [
    "the functions of a capability have no receiver",
    (P, log) => {
      const C = telling(log);
      P.resolve.call(C, 1);
      P.reject.call(C, 2);
      P.all.call(C, []);
      class D extends P {
        static get [Symbol.species]() {
          return C;
        }
      }
      D.resolve(5).then(() => 6);
      D.reject(7).then(undefined, () => {
        throw 8;
      });
    },
  ],
])("%s", async (_, program) => {
  const logs = [[], []] as unknown[][];
  for (const [i, P] of [NativePromise, LoopPromise].entries()) {
    program(P, (event) => logs[i]!.push(event));
    await settled();
  }
  expect(logs[0]!.length).toBeGreaterThan(0);
  expect(logs[1]).toEqual(logs[0]);
});

// Node 20 has none to compare with.
test("Promise.try calls one function of its capability, without a receiver, and lets its error pass", () => {
  const log: unknown[] = [];
  const C = telling((event) => log.push(event));
  LoopPromise.try.call(C, () => 1);
  LoopPromise.try.call(C, () => {
    throw 2;
  });
  expect(log).toEqual([
    ["resolve", true, [1]],
    ["reject", true, [2]],
  ]);
  const throwing = function (executor: (resolve: unknown, reject: unknown) => void) {
    const fail = (): never => {
      throw new Error("resolve");
    };
    executor(fail, () => log.push("reject"));
  };
  expect(() => LoopPromise.try.call(throwing, () => 1)).toThrow("resolve");
  expect(log).toHaveLength(2);
});
