// What a cancellation leaves behind tidy: iterators it interrupts are closed, disposers run and cannot end it.
import { disposables } from "../../../runtime/core/disposal.js";
import type { CancelledError } from "../../../runtime/core/errors.js";
import { forAwait } from "../../../runtime/core/for-await.js";
import { task } from "../../../runtime/core/create-task.js";
import type { Task } from "../../../runtime/core/task.js";
import { All, compiled, compiledGenerator, type Frame, info } from "./machines.js";
import { host, loop, outcome, run, sleep } from "./virtual-loop.js";

/** An async iterator whose `next()` never comes, and which logs being closed. */
function endless(log: string[], next: () => unknown = () => loop.createFuture()) {
  return {
    [Symbol.asyncIterator]: () => ({
      next,
      return() {
        log.push("return()");
        return sleep(1);
      },
    }),
  };
}

beforeEach(() => void host.unhandled.splice(0));

const settle = (): unknown =>
  run(function* () {
    yield sleep(5);
  });

describe("for await", () => {
  const iterating = (iterable: unknown): Task =>
    task(info("iterating"), ((
      $: Frame & { record: ReturnType<typeof forAwait>; interruption: unknown },
      value: any,
    ) => {
      switch ($.state) {
        case 0:
          $.record = forAwait(iterable);
          $.handler = 2;
          return $.await(1, $.record.next());
        case 1:
          throw new Error("nothing comes");
        case 2:
          $.handler = 0;
          if (!$.record.startClose(true, $.cleanup(value))) throw value;
          $.handler = 4;
          $.interruption = value;
          return $.await(3, $.record.pending);
        default:
          $.handler = 0;
          throw $.interruption;
      }
    }) as never) as Task;

  test("an iterator whose next() is interrupted is closed", () => {
    const log: string[] = [];
    const t = iterating(endless(log));
    t.cancel();
    settle();
    expect([outcome(t), log]).toEqual(["cancelled", ["return()"]]);
  });

  test("one whose next() fails is not", () => {
    const log: string[] = [];
    const t = iterating(
      endless(log, () => {
        throw new Error("failed");
      }),
    );
    settle();
    expect([outcome(t), log]).toEqual(["error Error: failed", []]);
    const rejected = iterating(
      endless(log, () => {
        const future = loop.createFuture();
        future.setException(new Error("rejected"));
        return future;
      }),
    );
    settle();
    expect([outcome(rejected), log]).toEqual(["error Error: rejected", []]);
  });

  test("one whose next() was cancelled by somebody else is not", () => {
    const log: string[] = [];
    const step = loop.createFuture();
    const t = iterating(endless(log, () => step));
    step.cancel();
    settle();
    expect([outcome(t), log]).toEqual(["cancelled", []]);
  });
});

describe("yield*", () => {
  const delegating = (iterable: unknown): Task => {
    const gen = compiledGenerator(function* () {
      yield new All(iterable);
    });
    return compiled(function* () {
      const record = forAwait(gen());
      while (record.accept(yield record.next()));
    })() as Task;
  };

  test("an inner iterator whose step is interrupted is closed, and what that throws does not count", () => {
    const log: string[] = [];
    const t = delegating(endless(log));
    t.cancel();
    settle();
    expect([outcome(t), log]).toEqual(["cancelled", ["return()"]]);
    const bad = endless(log);
    const failing = delegating({
      [Symbol.asyncIterator]: () => ({
        next: bad[Symbol.asyncIterator]().next,
        return() {
          throw new Error("from return()");
        },
      }),
    });
    failing.cancel();
    settle();
    expect(outcome(failing)).toBe("cancelled");
  });

  test("one whose step fails is not closed", () => {
    const log: string[] = [];
    const t = delegating(
      endless(log, () => {
        throw new Error("failed");
      }),
    );
    settle();
    expect([outcome(t), log]).toEqual(["error Error: failed", []]);
  });
});

describe("a disposer that throws", () => {
  const disposing = (before: unknown, disposer: () => unknown): Task => {
    let stack: ReturnType<typeof disposables>;
    return task(info("disposing"), (($: Frame, value: any) => {
      switch ($.state) {
        case 0:
          stack = disposables($ as never);
          stack.useAsync({ [Symbol.asyncDispose]: disposer });
          $.handler = 2;
          return $.await(1, before);
        case 1:
          throw new Error("from the body");
        case 2:
          $.handler = 0;
          stack.begin(true, value);
          break;
        case 3:
          stack.resume(value);
          break;
        default:
          stack.fail(value);
      }
      $.handler = 4;
      if (stack.advance()) return $.await(3, stack.pending);
      $.handler = 0;
      stack.end();
      return "end";
    }) as never) as Task;
  };
  const failing = (): never => {
    throw new Error("from the disposer");
  };
  const told = (): string[] => (host.unhandled.splice(0) as Error[]).map((error) => error.message);

  test("does not end a cancellation: its error is attached and reported", () => {
    const t = disposing(loop.createFuture(), failing);
    t.cancel("stop");
    settle();
    expect([outcome(t), told()]).toEqual(["cancelled", ["from the disposer"]]);
    const error = t.value as CancelledError;
    expect([error.reason, error.suppressed]).toEqual(["stop", [new Error("from the disposer")]]);
  });

  test("of any other error makes a SuppressedError, as in ECMAScript", () => {
    const t = disposing(0, failing);
    settle();
    const { error, suppressed } = t.exception() as { error: Error; suppressed: Error };
    expect([error.message, suppressed.message]).toEqual(["from the disposer", "from the body"]);
  });

  test("a disposer that is interrupted: the cancellation goes on, the error before it is attached", () => {
    const t = disposing(0, () => loop.createFuture());
    run(function* () {
      yield sleep(1);
      t.cancel();
      yield sleep(1);
    });
    expect([outcome(t), told()]).toEqual(["cancelled", ["from the body"]]);
    expect((t.value as CancelledError).suppressed).toEqual([new Error("from the body")]);
  });
});
