// Context variables: whose value code sees, across tasks, coroutines, generators and callbacks.
import { AsyncContext } from "../../../runtime/core/async-context.js";
import { Context, ContextVar, copyContext, Token } from "../../../runtime/core/context.js";
import type { Task } from "../../../runtime/core/task.js";
import { useAmbient, virtualHost } from "./hosts.js";
import { type Body, compiled, compiledCoroutine, compiledGenerator, Out } from "./machines.js";

const host = virtualHost();
const loop = useAmbient(host);
const run = (body: Body): any => loop.runUntilComplete(compiledCoroutine(body)());
const code = (use: () => unknown): string => {
  try {
    use();
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "nothing thrown";
};
describe("context", () => {
  const v = new ContextVar<string>("v");

  test("get, set, reset, defaults", () => {
    expect([v.get("fallback"), code(() => v.get()), new ContextVar("d", { default: 1 }).get()]).toEqual([
      "fallback",
      "TSYNCIO_CONTEXT",
      1,
    ]);
    const token = v.set("a");
    expect([token.var === v, token.oldValue === Token.MISSING, v.get()]).toEqual([true, true, "a"]);
    const second = v.set("b");
    v.reset(second);
    expect(v.get()).toBe("a");
    expect(code(() => v.reset(second))).toBe("TSYNCIO_CONTEXT");
    expect(code(() => new ContextVar("w").reset(token as never))).toBe("TSYNCIO_CONTEXT");
    v.reset(token);
    expect(v.get("none")).toBe("none");
  });

  test("Context.run keeps what is set inside; not entered twice", () => {
    const context = copyContext();
    context.run(() => {
      v.set("in");
      expect(code(() => context.run(() => 0))).toBe("TSYNCIO_CONTEXT");
    });
    expect([v.get("out"), context.get(v), context.has(v as never), [...context].map(([key]) => key.name)]).toEqual([
      "out",
      "in",
      true,
      ["v"],
    ]);
    const copy = context.copy();
    copy.run(() => v.set("copy"));
    expect([context.get(v), copy.get(v), context.size]).toEqual(["in", "copy", 1]);
  });

  test("a task has a copy, an awaited coroutine shares", () => {
    const child = compiled(function* () {
      v.set("task");
      yield 0;
      return v.get();
    });
    const shared = compiledCoroutine(function* () {
      v.set("coroutine");
      yield loop.createTask(compiledCoroutine(function* () {})());
    });
    const log = run(function* () {
      v.set("main");
      const seen = [yield child(), v.get()];
      yield shared();
      return [...seen, v.get()];
    });
    expect([log, v.get("outside")]).toEqual([["task", "main", "coroutine"], "outside"]);
  });

  test("generators run in the context of who iterates", () => {
    const gen = compiledGenerator(function* () {
      yield new Out(v.get("none"));
      v.set("set inside");
      yield 0;
      yield new Out(v.get());
    });
    const seen = run(function* () {
      v.set("consumer");
      const g = gen();
      const first = (yield g.next()).value;
      v.set("changed");
      const second = (yield g.next()).value;
      return [first, second, v.get()];
    });
    expect(seen).toEqual(["consumer", "set inside", "set inside"]);
  });

  test("a given context is used itself, and getContext shows the live one", () => {
    const context = new Context();
    run(function* () {
      yield loop.createTask(
        compiledCoroutine(function* () {
          v.set("one");
          yield loop.createTask(compiledCoroutine(function* () {})());
        })(),
        { context },
      );
    });
    expect(context.get(v)).toBe("one");
    const future = loop.createFuture();
    const t = compiled(function* () {
      yield future;
      return v.get("unset");
    })() as Task;
    t.getContext().run(() => v.set("from outside"));
    future.setResult(0);
    expect(loop.runUntilComplete(t)).toBe("from outside");
  });

  test("AsyncContext over the same store", () => {
    const variable = new AsyncContext.Variable<string>({ name: "x", defaultValue: "default" });
    const log: unknown[] = [variable.get(), variable.name];
    const t = variable.run("inside", () =>
      compiled(function* () {
        yield 0;
        return variable.get();
      })(),
    );
    const [snapshot, wrapped] = variable.run(
      "snap",
      () =>
        [
          new AsyncContext.Snapshot(),
          AsyncContext.Snapshot.wrap(function (this: unknown, a: number) {
            return [variable.get(), a, this];
          }),
        ] as const,
    );
    log.push(
      loop.runUntilComplete(t),
      snapshot.run(() => variable.get()),
      wrapped.call("me", 1),
      variable.get(),
    );
    expect(log).toEqual(["default", "x", "inside", "snap", ["snap", 1, "me"], "default"]);
  });
});

test("many variables, more than are searched one by one", () => {
  new Context().run(() => {
    const variables = Array.from({ length: 20 }, (_, index) => new ContextVar<number>(`v${index}`));
    const all = (): number[] => variables.map((variable) => variable.get(-1));
    const numbers = [...variables.keys()];
    const tokens = variables.map((variable, index) => variable.set(index));
    expect(all()).toEqual(numbers);
    const before = copyContext();
    variables.forEach((variable, index) => variable.set(index * 10));
    expect(all()).toEqual(numbers.map((index) => index * 10));
    expect([...before.values()]).toEqual(numbers);
    variables[3]!.reset(tokens[3]!);
    expect([variables[3]!.get(-1), variables[4]!.get(-1)]).toEqual([-1, 40]);
    expect([...copyContext().keys()].map(({ name }) => name)).not.toContain("v3");
    expect(copyContext().size).toBe(19);
  });
});
