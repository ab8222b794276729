// Cancelling what others wait for too: consumers, combinators, derived promises, generators.
import { isCancelled } from "../../../runtime/core/errors.js";
import type { Future } from "../../../runtime/core/future.js";
import { Promise as LoopPromise } from "../../../runtime/core/promise.js";
import type { Task } from "../../../runtime/core/task.js";
import { compiled, compiledCoroutine, compiledGenerator, Out } from "./machines.js";
import { loop, outcome, run, sleep } from "./virtual-loop.js";

describe("shared futures", () => {
  const waiter = (future: unknown): Task =>
    compiled(function* waiter() {
      return yield future;
    })();

  test("the last consumer takes the future with it", () => {
    const future = loop.createFuture();
    const t = waiter(future);
    t.cancel();
    expect(future.cancelled()).toBe(true);
    run(function* () {
      yield sleep(1);
    });
    expect(outcome(t)).toBe("cancelled");
  });

  test("with another consumer, only the waiter leaves", () => {
    const future = loop.createFuture();
    const [a, b] = [waiter(future), waiter(future)];
    a.cancel();
    expect(future.cancelled()).toBe(false);
    run(function* () {
      yield sleep(1);
      future.setResult(7);
      yield sleep(1);
    });
    expect([outcome(a), outcome(b)]).toEqual(["cancelled", "result 7"]);
  });

  test("the left-over consumer is the last one then", () => {
    const future = loop.createFuture();
    const [a, b] = [waiter(future), waiter(future)];
    a.cancel();
    b.cancel();
    expect(future.cancelled()).toBe(true);
    run(function* () {
      yield sleep(1);
    });
    expect([outcome(a), outcome(b)]).toEqual(["cancelled", "cancelled"]);
  });

  test("a done callback is no consumer, a reaction is", () => {
    const watched = loop.createFuture();
    watched.addDoneCallback(() => undefined);
    const kept = loop.createFuture();
    kept.catch(() => undefined);
    waiter(watched).cancel();
    const left = waiter(kept);
    left.cancel();
    expect([watched.cancelled(), kept.cancelled()]).toEqual([true, false]);
    run(function* () {
      yield sleep(1);
    });
    expect(outcome(left)).toBe("cancelled");
  });

  test("a combinator counts once, however often the future occurs in it", () => {
    const future = loop.createFuture();
    const all = LoopPromise.all([future, future, 1]);
    waiter(all).cancel();
    expect(future.cancelled()).toBe(true);
    run(function* () {
      yield sleep(1);
    });
    expect(all.cancelled()).toBe(true);
  });

  test.each(["all", "allSettled", "any", "race"] as const)(
    "%s cancels what nobody else consumes, and ends cancelled",
    (name) => {
      const [own, shared] = [loop.createFuture(), loop.createFuture()];
      const other = waiter(shared);
      const t = waiter((LoopPromise[name] as (all: Future[]) => LoopPromise)([own, shared]));
      t.cancel();
      expect([own.cancelled(), shared.cancelled()]).toEqual([true, false]);
      run(function* () {
        yield sleep(1);
      });
      expect(outcome(t)).toBe("cancelled");
      shared.setResult(1);
      run(function* () {
        yield sleep(1);
      });
      expect(outcome(other)).toBe("result 1");
    },
  );

  test("a task that swallows keeps its waiter alive with its value", () => {
    const stubborn = compiled(function* () {
      try {
        yield loop.createFuture();
      } catch {
        /* native */
      }
      return "kept";
    })() as Task;
    const t = waiter(stubborn);
    t.cancel();
    run(function* () {
      yield sleep(1);
    });
    expect(outcome(t)).toBe("result kept");
  });

  test("the error of a task cancelled through its waiter says so", () => {
    const inner = compiled(function* inner() {
      yield loop.createFuture();
    })() as Task;
    const t = waiter(inner);
    t.setName("outer");
    t.cancel();
    run(function* () {
      yield sleep(1);
    });
    expect(() => inner.result()).toThrow(/outer.*was cancelled, and with it what only it was waiting for/);
  });
});

describe("derived promises", () => {
  test("cancelling one: no rejection handler, but finally handlers", () => {
    const log: string[] = [];
    const future = loop.createFuture();
    const caught = future.catch(() => log.push("catch"));
    const both = caught.then(
      () => log.push("then"),
      () => log.push("rejected"),
    );
    const last = both.finally(() => void log.push("finally"));
    last.cancel();
    run(function* () {
      yield sleep(1);
    });
    expect([log, future.cancelled(), caught.cancelled(), both.cancelled(), last.cancelled()]).toEqual([
      ["finally"],
      true,
      true,
      true,
      true,
    ]);
  });

  test("with other consumers it leaves the source alone", () => {
    const log: string[] = [];
    const future = loop.createFuture();
    future.then(() => log.push("other"));
    const derived = future.finally(() => void log.push("finally"));
    derived.cancel();
    run(function* () {
      yield sleep(1);
      future.setResult(1);
      yield sleep(1);
    });
    expect([log, derived.cancelled(), future.cancelled()]).toEqual([["finally", "other"], true, false]);
  });

  test("when the source is cancelled by itself, the rejection handler is called", () => {
    const future = loop.createFuture();
    const derived = future.catch((error: unknown) => isCancelled(error));
    future.cancel();
    run(function* () {
      yield sleep(1);
    });
    expect(derived.result()).toBe(true);
  });

  test("cancelling one whose handler has returned a promise cancels that", () => {
    const inner = loop.createFuture();
    const derived = LoopPromise.resolve(0).then(() => inner);
    run(function* () {
      yield sleep(1);
      derived.cancel();
      yield sleep(1);
    });
    expect([inner.cancelled(), derived.cancelled()]).toEqual([true, true]);
  });

  test("new Promise is cancellable; resolving it later does nothing", () => {
    let resolve!: (value: number) => void;
    const promise = new LoopPromise<number>((r) => (resolve = r));
    expect(promise.cancel("x")).toBe(true);
    resolve(1);
    expect(promise.cancelled()).toBe(true);
    expect(() => promise.result()).toThrow("x");
  });
});

describe("generators and coroutines", () => {
  test("cancelling a consumer is delivered at the generator's own await", () => {
    const log: string[] = [];
    const items = compiledGenerator(function* items() {
      try {
        yield new Out(1);
        yield loop.createFuture();
      } finally {
        log.push("generator finally");
      }
    });
    const t = compiled(function* () {
      const g = items();
      try {
        log.push(JSON.stringify(yield g.next()));
        yield g.next();
      } finally {
        log.push("consumer finally");
      }
    })() as Task;
    run(function* () {
      yield sleep(1);
      t.cancel();
      yield sleep(1);
    });
    expect([log, outcome(t)]).toEqual([
      ['{"value":1,"done":false}', "generator finally", "consumer finally"],
      "cancelled",
    ]);
  });

  test("aclose() delivers at a pending inner await", () => {
    const log: string[] = [];
    const items = compiledGenerator(function* items() {
      try {
        yield loop.createFuture();
      } finally {
        log.push("finally");
        yield sleep(1);
        log.push("finally end");
      }
    })();
    const next = items.next();
    run(function* () {
      yield sleep(1);
      yield items.aclose();
      log.push("closed");
    });
    expect([log, next.cancelled()]).toEqual([["finally", "finally end", "closed"], true]);
  });

  test("in inline coroutines: finally innermost first; ordinary catch passed by", () => {
    const log: string[] = [];
    const deep = (depth: number): any =>
      compiledCoroutine(function* () {
        try {
          return yield depth === 0 ? loop.createFuture() : deep(depth - 1);
        } finally {
          log.push(`finally ${depth}`);
        }
      })();
    const t = compiled(function* () {
      return yield deep(2);
    })() as Task;
    run(function* () {
      yield sleep(1);
      t.cancel();
      yield sleep(1);
    });
    expect([log, outcome(t)]).toEqual([["finally 0", "finally 1", "finally 2"], "cancelled"]);
  });
});
