/**
 * What the workers of a random program have at hand (objects, iterables, a count of their steps), and who calls them.
 * Nothing in here is compiled, and nothing in here makes a promise or awaits one: it would take turns of its own.
 */
import type { Log } from "../language/fixture.js";
import { disposal } from "./disposal.js";

/** Steps that the loops of one part of a worker may take together. */
const maxSteps = 100;

/** The functions of a worker. */
interface Parts {
  readonly main: (p: number) => Promise<unknown>;
  readonly h?: (p: number) => Promise<unknown>;
  readonly ag?: (p: number) => AsyncGenerator;
}

/** What `start` gives: settled when all workers are done. */
export interface Thenable {
  then(onFulfilled: (value: unknown) => void): void;
}

export interface Start {
  (workers: readonly Parts[]): Thenable;
  /** Each call is for another worker. */
  tools(): object;
}

// A compiler writes a function in its own way, and programs make text of anything.
Function.prototype.toString = () => "[function]";

export function makeStart(log: Log): Start {
  const all: ReturnType<typeof makeTools>[] = [];
  const start = (workers: readonly Parts[]): Thenable => {
    let onDone: (value: unknown) => void;
    let running = workers.length;
    workers.forEach((parts, index) => {
      const { L, o, begin, seen } = all[index]!;
      const calls = callsOf(parts, index + 1);
      const next = (): void => {
        begin();
        const call = calls.shift();
        if (call !== undefined) {
          settled(call, (kind, value) => {
            L(kind, value);
            next();
          });
        } else {
          L("captured", seen(), o);
          if (--running === 0) onDone("all");
        }
      };
      next();
    });
    return { then: (onFulfilled) => void (onDone = onFulfilled) };
  };
  const tools = (): object => {
    const worker = `w${all.length}`;
    all.push(makeTools((...values) => log(worker, ...values)));
    return all.at(-1)!;
  };
  return Object.assign(start, { tools });
}

/** A worker's functions in the order in which they are called, a generator's items one by one. */
function callsOf({ main, h, ag }: Parts, p: number): (() => Promise<unknown>)[] {
  const calls = [() => main(p)];
  if (h !== undefined) calls.push(() => h(p));
  if (ag !== undefined) {
    const items = ag(p);
    for (let k = 0; k < 4; k++) calls.push(() => items.next(k));
    calls.push(() => items.return(5));
  }
  return calls;
}

function settled(call: () => Promise<unknown>, report: (kind: string, value: unknown) => void): void {
  try {
    call().then(
      (value) => report("returned", value),
      (error) => report("threw", error),
    );
  } catch (error) {
    report("threw at once", error);
  }
}

function makeTools(L: Log) {
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
    // Where `for await` closes a sync iterator and getting `return` throws (8), V8 takes one turn less than ECMAScript;
    // and where getting `done` or `value` throws (9 and 10), V8 closes it since Node 24, and ECMAScript does not.
    bad: (kind: number) => badIterable(L, [8, 9, 10].includes(kind % 13) ? 3 : kind, Symbol.iterator),
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
  // Without a `throw` Node 20 does not do what ECMAScript says.
  const onThrow = (error: unknown): never => {
    L("throw");
    throw error;
  };
  const iterator = kinds[(kind % 13) % kinds.length]!;
  return { [symbol]: kind % 13 === 12 ? () => 3 : () => Object.assign(iterator, { throw: onThrow }) };
}
