// Records of loops, patterns and disposal, as compiled code uses them.
import { NativePromise } from "./native.js";
import { initialized, readonly, uninitialized } from "../../../runtime/core/bindings.js";
import { brandAsync, brandAsyncGenerator } from "../../../runtime/core/brand.js";
import { asyncEnter, asyncExit, disposables } from "../../../runtime/core/disposal.js";
import { asyncGenerator } from "../../../runtime/core/async-generator.js";
import { forAwait } from "../../../runtime/core/for-await.js";
import { forIn, forOf } from "../../../runtime/core/iteration.js";
import { call, objectRest, requireObject, toKey, toText } from "../../../runtime/core/objects.js";
import { useAmbient, virtualHost } from "./hosts.js";
import { type Body, compiled, compiledGenerator, info, Out } from "./machines.js";

const loop = useAmbient(virtualHost());
const run = (body: Body): any => loop.runUntilComplete(compiled(body)());

/** An iterable that logs, with methods to override. */
function items(log: unknown[], methods: Record<string, unknown> = {}): Iterable<number> {
  let i = 0;
  return {
    [Symbol.iterator]: () => ({
      next: () => ({ value: ++i, done: i > 3 }),
      return() {
        log.push("return");
        return {};
      },
      ...methods,
    }),
  } as Iterable<number>;
}

describe("for…of", () => {
  test("goes through, and closes when left early", () => {
    const log: unknown[] = [];
    const record = forOf(items(log));
    while (record.next()) {
      log.push(record.value);
      if (record.value === 2) {
        record.close(false);
        break;
      }
    }
    record.close(false);
    const whole = forOf(items(log));
    while (whole.next());
    whole.close(false);
    expect(log).toEqual([1, 2, "return"]);
  });

  test("patterns take and rest", () => {
    const log: unknown[] = [];
    const record = forOf(items(log));
    expect([record.take(), record.rest(), record.take(), record.done]).toEqual([1, [2, 3], undefined, true]);
    const part = forOf(items(log));
    part.take();
    part.close(false);
    expect(log).toEqual(["return"]);
  });

  test("an iterator that fails is not closed", () => {
    for (const next of [
      () => {
        throw new Error("next");
      },
      () => 5,
      () => ({
        get done() {
          throw new Error("done");
        },
      }),
      () => ({
        done: false,
        get value() {
          throw new Error("value");
        },
      }),
    ]) {
      const log: unknown[] = [];
      const record = forOf(items(log, { next }));
      expect(() => record.next()).toThrow();
      record.close(true);
      expect([log, record.done]).toEqual([[], true]);
    }
  });

  test("closing: errors and non-objects", () => {
    const bad = (value: unknown) => {
      const r = forOf(
        items([], {
          return: () => {
            if (value instanceof Error) throw value;
            return value;
          },
        }),
      );
      r.next();
      return r;
    };
    expect(() => bad(new Error("r")).close(false)).toThrow("r");
    expect(() => bad(new Error("r")).close(true)).not.toThrow();
    expect(() => bad(5).close(false)).toThrow(TypeError);
    expect(() => bad(5).close(true)).not.toThrow();
    expect(() => forOf(5)).toThrow("is not iterable");
    const none = forOf(items([], { return: undefined }));
    none.next();
    none.close(false);
  });
});

test("for…in: order, inherited keys, keys deleted on the way", () => {
  const object: Record<string, number> = Object.create({ inherited: 1 });
  Object.assign(object, { b: 1, 2: 1, a: 1, 1: 1, gone: 1 });
  const keys: unknown[] = [];
  for (const record = forIn(object); record.next();) {
    keys.push(record.value);
    if (record.value === "b") delete object["gone"];
  }
  expect(keys).toEqual(["1", "2", "b", "a", "inherited"]);
  expect([forIn(null).next(), forIn(undefined).next(), forIn(5).next(), forIn("x").next()]).toEqual([
    false,
    false,
    false,
    true,
  ]);
});

describe("for await", () => {
  const loopOver = (iterable: unknown, limit = Infinity) =>
    run(function* () {
      const seen: unknown[] = [];
      const record = forAwait(iterable);
      try {
        while (record.accept(yield record.next())) {
          seen.push(record.value);
          if (seen.length === limit) break;
        }
      } catch (error) {
        seen.push(String(error));
        if (record.startClose(true)) {
          try {
            yield record.pending;
          } catch {
            /* swallowed */
          }
        }
        return seen;
      }
      if (record.startClose(false)) record.endClose(yield record.pending, false);
      return seen;
    });

  test("over async generators, arrays and async iterables", () => {
    const gen = compiledGenerator(function* () {
      try {
        yield new Out(1);
        yield 0;
        yield new Out(2);
      } finally {
        yield 0;
      }
    });
    expect(loopOver(gen())).toEqual([1, 2]);
    expect(loopOver(gen(), 1)).toEqual([1]);
    expect(loopOver([1, NativePromise.resolve === undefined, { then: (r: any) => r(2) }])).toEqual([1, false, 2]);
    expect(loopOver(gen()[Symbol.asyncIterator]())).toEqual([1, 2]);
  });

  test("what goes wrong", () => {
    const log: unknown[] = [];
    const bad = (methods: object) => ({
      [Symbol.asyncIterator]: () => ({
        return: () => {
          log.push("return");
          return {};
        },
        ...methods,
      }),
    });
    expect(loopOver(bad({ next: () => 5 }))).toEqual([expect.stringContaining("is not an object")]);
    expect(loopOver(bad({ next: () => ({ then: (_: unknown, j: any) => j(new Error("n")) }) }))).toEqual(["Error: n"]);
    expect(log).toEqual([]);
    expect(() => loopOver(bad({ next: () => ({ value: 1, done: false }), return: () => 5 }), 1)).toThrow(TypeError);
  });
});

test.each([["pending"]])("for await: closing with a non-object (%s)", () => {
  const record = forAwait({ [Symbol.asyncIterator]: () => ({ next: () => 0, return: () => 5 }) });
  record.next();
  record.accept({ value: 1, done: false });
  expect(record.startClose(false)).toBe(true);
  expect(() => record.endClose(record.pending, false)).toThrow(TypeError);
  expect(() => record.endClose(5, true)).not.toThrow();
});

test("objects, keys, text, calls, bindings", () => {
  const symbol = Symbol("s");
  const source = Object.create(
    { inherited: 1 },
    {
      hidden: { value: 1 },
      a: { value: 1, enumerable: true },
      b: { value: 2, enumerable: true },
      [symbol]: { value: 3, enumerable: true },
    },
  );
  expect(objectRest(source, ["a"])).toEqual({ b: 2, [symbol]: 3 });
  expect(objectRest([7, 8], [0])).toEqual({ 1: 8 });
  let conversions = 0;
  const key = {
    toString: () => {
      conversions += 1;
      return "k";
    },
  };
  expect([
    toKey(key),
    toKey(symbol),
    toKey(5),
    toKey(null),
    toKey({ [Symbol.toPrimitive]: () => symbol }),
    conversions,
  ]).toEqual(["k", symbol, "5", "null", symbol, 1]);
  expect(toText({ toString: () => "t" })).toBe("t");
  expect(() => toText(symbol)).toThrow(TypeError);
  expect(() => requireObject(null)).toThrow(TypeError);
  expect(requireObject(0)).toBe(0);
  expect(call(Math.max, undefined, 1, 2)).toBe(2);
  expect(() => call(undefined, undefined)).toThrow(TypeError);
  expect(() => initialized(uninitialized, "x")).toThrow(new ReferenceError("Cannot access 'x' before initialization"));
  expect(initialized(undefined, "x")).toBe(undefined);
  const constant = readonly("c", 5);
  expect(constant.value).toBe(5);
  expect(() => (constant.value = 6)).toThrow(new TypeError("Assignment to constant variable."));
});

test("brands", () => {
  const fn = brandAsync(function f() {});
  const gen = brandAsyncGenerator(function g() {
    return asyncGenerator(info("g"), (() => 1) as never, g.prototype);
  });
  expect([Object.prototype.toString.call(fn), fn.constructor.name, fn instanceof Function, typeof fn.call]).toEqual([
    "[object AsyncFunction]",
    "AsyncFunction",
    true,
    "function",
  ]);
  expect([gen.constructor.name, gen() instanceof (gen as any), Object.prototype.toString.call(gen())]).toEqual([
    "AsyncGeneratorFunction",
    true,
    "[object AsyncGenerator]",
  ]);
  const plain = function h(): unknown {
    return asyncGenerator(info("h"), (() => 1) as never, h.prototype);
  };
  expect(plain() instanceof (plain as any)).toBe(true);
  const method = gen().next;
  let name = "";
  (method.call({} as never) as any).catch((e: Error) => (name = e.name));
  while (loop.hasReady) loop.runOnce();
  expect(name).toBe("TypeError");
});

describe("disposal", () => {
  type Stack = ReturnType<typeof disposables>;

  /** A block with a stack, as compiled: declarations, body, and leaving. */
  const block = (declare: (stack: Stack) => Generator<unknown, void, any>, body?: () => void) =>
    run(function* () {
      const stack = disposables();
      let threw = false;
      let error: unknown;
      try {
        yield* declare(stack);
        body?.();
      } catch (e) {
        threw = true;
        error = e;
      }
      stack.begin(threw, error);
      while (stack.advance()) {
        try {
          stack.resume(yield stack.pending);
        } catch (e) {
          stack.fail(e);
        }
      }
      return stack.end();
    });
  const outcome = (use: () => unknown): unknown => {
    try {
      return use();
    } catch (e: any) {
      return e.error === undefined
        ? e.message
        : {
            error: outcome(() => {
              throw e.error;
            }),
            suppressed: outcome(() => {
              throw e.suppressed;
            }),
          };
    }
  };
  const sync = (log: unknown[], name: string, error?: Error) => ({
    [Symbol.dispose]() {
      log.push(name);
      if (error) throw error;
    },
  });
  const later = (log: unknown[], name: string, error?: Error) => ({
    [Symbol.asyncDispose]: compiled(function* () {
      yield 0;
      log.push(name);
      if (error) throw error;
    }),
  });

  test("in reverse order, null allowed, methods read at the declaration", () => {
    const log: unknown[] = [];
    const changing = sync(log, "first");
    expect(
      block(
        function* (s) {
          s.use(changing);
          changing[Symbol.dispose] = () => void log.push("changed");
          s.use(null);
          s.use(undefined);
          s.useAsync(null);
          s.useAsync(later(log, "async"));
          s.useAsync(sync(log, "sync in await using"));
        },
        () => log.push("body"),
      ),
    ).toBe(false);
    expect(log).toEqual(["body", "sync in await using", "async", "first"]);
  });

  test("what cannot be disposed of", () => {
    for (const value of [{}, 5, { [Symbol.dispose]: 5 }]) {
      expect(
        outcome(() =>
          block(function* (s) {
            s.use(value);
          }),
        ),
      ).toMatch(/dispose/);
      expect(
        outcome(() =>
          block(function* (s) {
            s.useAsync(value);
          }),
        ),
      ).toMatch(/[dD]ispose/);
    }
  });

  test("errors are suppressed into one another", () => {
    const log: unknown[] = [];
    const result = outcome(() =>
      block(
        function* (s) {
          s.use(sync(log, "a", new Error("a")));
          s.useAsync(later(log, "b", new Error("b")));
        },
        () => {
          throw new Error("body");
        },
      ),
    );
    expect(result).toEqual({ error: "a", suppressed: { error: "b", suppressed: "body" } });
    expect(
      outcome(() =>
        block(function* (s) {
          s.use(sync(log, "a", new Error("a")));
        }),
      ),
    ).toBe("a");
  });

  test("asyncExit sees the error, may replace or suppress it", () => {
    const log: unknown[] = [];
    const exiting = (name: string, answer: unknown) => ({
      [asyncEnter]: compiled(function* () {
        yield 0;
        log.push(`enter ${name}`);
        return name;
      }),
      [asyncExit]: compiled(function* (error) {
        yield 0;
        log.push(`exit ${name} ${error?.message}`);
        if (answer instanceof Error) throw answer;
        return answer;
      }),
    });
    const enter = function* (s: Stack, value: object): Generator<unknown, void, any> {
      if (s.useAsync(value)) s.entered(yield s.pending);
    };
    expect(
      block(
        function* (s) {
          yield* enter(s, exiting("outer", true));
          yield* enter(s, exiting("inner", new Error("replaced")));
        },
        () => {
          throw new Error("body");
        },
      ),
    ).toBe(true);
    expect(log).toEqual(["enter outer", "enter inner", "exit inner body", "exit outer replaced"]);
    expect(
      outcome(() =>
        block(
          function* (s) {
            yield* enter(s, exiting("x", new Error("replaced")));
          },
          () => {
            throw new Error("body");
          },
        ),
      ),
    ).toBe("replaced");
    expect(
      outcome(() =>
        block(
          function* (s) {
            yield* enter(s, exiting("x", undefined));
          },
          () => {
            throw new Error("body");
          },
        ),
      ),
    ).toBe("body");
    expect(
      block(function* (s) {
        yield* enter(s, exiting("x", true));
      }),
    ).toBe(false);
    log.length = 0;
    expect(
      outcome(() =>
        block(function* (s) {
          const bad = {
            [asyncEnter]: compiled(function* () {
              throw new Error("enter");
            }),
            [asyncExit]: () => log.push("exit"),
          };
          yield* enter(s, bad);
        }),
      ),
    ).toBe("enter");
    expect(log).toEqual([]);
  });

  test("one await where only null resources asked for one", () => {
    const log: string[] = [];
    loop.callSoon(() => log.push("turn 1"));
    const t = compiled(function* () {
      const s = disposables();
      s.use({ [Symbol.dispose]: () => void log.push("sync") });
      s.useAsync(null);
      s.useAsync(undefined);
      s.begin(false, undefined);
      while (s.advance()) {
        log.push("await");
        s.resume(yield s.pending);
      }
      s.end();
    })();
    loop.runUntilComplete(t);
    expect(log).toEqual(["await", "turn 1", "sync"]);
  });
});
