/** asyncio's rules for `shield` (test_tasks.py: test_shield_*). */
import { isCancelled } from "../../../runtime/core/errors.js";
import type { Future } from "../../../runtime/core/future.js";
import { gather } from "../../../runtime/primitives/gather.js";
import { shield } from "../../../runtime/primitives/shield.js";
import { sleep } from "../../../runtime/primitives/sleep.js";
import { flow, lazy, simulation } from "./flow.js";

const fail = (): never => {
  throw new Error("inner failed");
};

test("it ends as the inner one does", () => {
  const { run } = simulation();
  run(
    () => gather(shield(sleep(5, "value")), shield(flow("failing", () => sleep(1), fail)), { returnExceptions: true }),
    (results) => expect(results).toEqual(["value", new Error("inner failed")]),
  );
});

test("what is done is returned as it is", () => {
  const { run } = simulation();
  run(
    () => sleep(0),
    () => {
      const done = sleep(0);
      done.cancel();
      expect(shield(done)).toBe(done);
      return undefined;
    },
  );
});

test("cancelling the outer leaves the inner alone", () => {
  const { loop, run } = simulation();
  run(
    () => {
      const inner = flow(
        "inner",
        () => sleep(50),
        () => "finished",
      );
      const outer = shield(inner);
      expect([outer.cancel(), outer.cancelled(), inner.done()]).toEqual([true, true, false]);
      return inner;
    },
    (value) => expect([value, loop.time()]).toEqual(["finished", 50]),
  );
});

test("cancelling a task that awaits it leaves the inner alone", () => {
  const { run } = simulation();
  const seen: unknown[] = [];
  run(
    () => {
      const inner = flow(
        "inner",
        () => sleep(50),
        () => seen.push("inner finished"),
      );
      const waiting = flow(
        "waiting",
        () => shield(inner),
        () => seen.push("never"),
      );
      waiting.cancel();
      return waiting.then(
        () => undefined,
        (error: unknown) => {
          seen.push(`waiting cancelled ${isCancelled(error)}`);
          return inner;
        },
      );
    },
    () => undefined,
  );
  expect(seen).toEqual(["waiting cancelled true", "inner finished"]);
});

test("cancelling the inner cancels the outer", () => {
  const { run } = simulation();
  run(
    () => {
      const inner = sleep(50);
      const outer = shield(inner);
      inner.cancel();
      return outer.then(
        () => false,
        () => outer.cancelled(),
      );
    },
    (cancelled) => expect(cancelled).toBe(true),
  );
});

test("a live shield keeps the inner from being cancelled with another waiter", () => {
  const { run } = simulation();
  run(
    () => {
      const inner = sleep(50, "kept");
      const cached = shield(inner);
      const other = flow(
        "other",
        () => inner,
        () => "never",
      );
      other.cancel();
      return other.catch(() => cached);
    },
    (value) => expect(value).toBe("kept"),
  );
});

test("a failure after the outer was cancelled is reported once", () => {
  const { run, unhandled } = simulation();
  run(
    () => {
      const inner = flow("failing", () => sleep(5), fail);
      const outer = shield(inner);
      outer.cancel();
      return sleep(50);
    },
    () => undefined,
  );
  expect(unhandled).toEqual([new Error("inner failed")]);
});

test("unless somebody else is waiting", () => {
  const { run, unhandled } = simulation();
  run(
    () => {
      const inner = flow("failing", () => sleep(5), fail);
      const handled = inner.catch(() => "handled");
      shield(inner).cancel();
      return handled;
    },
    (value) => expect(value).toBe("handled"),
  );
  expect(unhandled).toEqual([]);
});

test("gather of shields, and a shielded gather", () => {
  const { run } = simulation();
  run(
    () => {
      const children = [sleep(5, 1), sleep(5, 2)];
      const outer = gather(...children.map((child) => shield(child)));
      outer.cancel();
      expect(children.map((child) => child.done())).toEqual([false, false]);
      const shielded: Future<number[]> = shield(gather(...children));
      shielded.cancel();
      return children[1];
    },
    (value) => expect(value).toBe(2),
  );
});

test("a coroutine is started", () => {
  const { run } = simulation();
  run(
    () =>
      shield(
        lazy(
          "child",
          () => sleep(1),
          () => "ran",
        ),
      ),
    (value) => expect(value).toBe("ran"),
  );
});
