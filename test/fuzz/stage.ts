/**
 * What a worker of a random program has at hand: objects, iterables and a count of its steps. Nothing in here is
 * compiled, and nothing in here makes a promise: where an async function is needed, the program has one of its own.
 */
import type { Log } from "../language/fixture.js";
import { disposal } from "./disposal.js";

/** Steps that the loops of one part of a worker may take together. */
const maxSteps = 100;

// A compiler writes a function in its own way, and programs make text of anything.
Function.prototype.toString = () => "[function]";

export type Stage = (worker: string) => object;

export function makeStage(log: Log): Stage {
  return (worker) => makeTools((...values) => log(worker, ...values));
}

function makeTools(L: Log): object {
  let steps = 0;
  const fs: (() => unknown)[] = [];

  /** A class to inherit from. */
  class C {
    p: unknown;
    constructor(a: number, b: number) {
      this.p = L("new", a + b);
    }
    m(a: number, b: number): number {
      return (a | 0) + (b | 0) + (Number(this.p) | 0);
    }
    get g(): unknown {
      return L("get", 3);
    }
    set v(value: unknown) {
      L("set", value);
    }
    get v(): unknown {
      return 2;
    }
    static sm(a: number): unknown {
      return L("sm", a);
    }
  }
  const tag = (strings: TemplateStringsArray, ...values: unknown[]): number => strings.raw.length + values.length;
  const o = { p: 1, n: null, r: [], tag, m: C.prototype.m, o: { p: 2, m: C.prototype.m } };

  /** An iterable that says when it is asked and when it is closed. */
  function* it(n: number, values?: readonly unknown[]): Iterable<unknown> {
    try {
      for (let k = 0; k < n; k++) {
        L("next", k);
        yield values === undefined ? k || undefined : values[k];
      }
    } finally {
      L("closed");
    }
  }

  return {
    L,
    fs,
    C,
    o,
    tag,
    it,
    disposal,
    /** Is it enough? Asked in every turn of a loop and in every function that may call itself. */
    B: () => ++steps > maxSteps,
    /** A new part of the worker begins. */
    begin: () => void (steps = 0),
    keep: (promise: Promise<unknown>) => void promise.then(undefined, () => {}),
    bad: (kind: number) => badIterable(L, kind, Symbol.iterator),
    badAsync: (kind: number) => badIterable(L, kind, Symbol.asyncIterator),
    /** What the closures see in the end. */
    seen: () =>
      fs.slice(0, 40).map((f) => {
        try {
          return f();
        } catch (error) {
          return error;
        }
      }),
  };
}

/** An iterable with something wrong, or missing, in its protocol. */
function badIterable(L: Log, kind: number, symbol: symbol): object {
  let k = 0;
  const step = (): object => ({ value: ++k, done: k > 3 });
  const close = (given?: unknown) => (L("return", given), { value: 8, done: true });
  const fail = (what: string) => (): never => {
    L(what);
    throw new Error(what);
  };
  const kinds = [
    { next: step },
    { next: step, return: null },
    { next: step, return: close },
    { next: step, return: fail("return") },
    { next: step, return: () => L("return", 5) },
    { next: () => (k === 1 ? fail("next")() : step()), return: close },
    { next: () => (k === 1 ? 7 : step()), return: close },
    {
      next: step,
      get return() {
        return L("get return", undefined);
      },
    },
    {
      next: step,
      get return(): never {
        return fail("get return")();
      },
    },
    {
      next: () => ({
        value: ++k,
        get done() {
          return k > 1 ? fail("done")() : false;
        },
      }),
      return: close,
    },
    {
      next: () => ({
        get value() {
          return k++ > 0 ? fail("value")() : 1;
        },
        done: false,
      }),
      return: close,
    },
    { next: () => ({ then: 1, ...step() }), return: close },
  ];
  const iterator = kinds[kind % kinds.length]!;
  return { [symbol]: kind % 13 === 12 ? () => 3 : () => iterator };
}
