/**
 * Who counts as a consumer of a future, and until when: cancelling a waiter cancels what it waits for only if no other
 * consumer does. (design: semantics, Cancellation)
 */
import { Deferred, HANDLED, type Waiter } from "../../runtime/core/deferred.js";
import type { LoopCore } from "../../runtime/core/loop-core.js";
import { TaskRegistry } from "../../runtime/core/task-registry.js";
import { story } from "./program.js";

describe("what has settled is no consumer any more", () => {
  const settled = {
    race: "await Promise.race([t, sleep(5)]);",
    "race, settled at once": "await Promise.race([5, t]);",
    any: "await Promise.any([t, sleep(5)]);",
    all: "await Promise.all([t, failing()]).catch(() => 0);",
    "race that was cancelled":
      "{ const r = Promise.race([t, shared]); shared.then(() => 0); t.then(() => 0).cancel(); r.cancel(); await sleep(0); }",
    gather: "await gather(t, failing()).catch(() => 0);",
    wait: 'await wait([t, createTask(sleep(5))], { returnWhen: "FIRST_COMPLETED" });',
  };
  for (const [name, code] of Object.entries(settled)) {
    test(name, () => {
      const log = story(`
        import { createTask, gather, sleep, wait } from "tsyncio";
        export async function main(log) {
          const failing = async () => { await sleep(5); throw new Error("no"); };
          const shared = createTask(sleep(2000));
          const t = createTask(sleep(1000));
          ${code}
          const w = (async () => { await t; })();
          await sleep(0);
          w.cancel();
          await sleep(1);
          log(t.cancelled(), w.cancelled());
        }`);
      expect(log).toBe("true true\n=> undefined");
    });
  }

  test("while it is pending it is one", () => {
    const log = story(`
      import { createTask, gather, sleep } from "tsyncio";
      export async function main(log) {
        for (const combine of [(t) => Promise.race([t, t]), (t) => Promise.all([t]), (t) => gather(t)]) {
          const t = createTask(sleep(10, "kept"));
          const c = combine(t);
          const w = (async () => { await t; })();
          await sleep(0);
          w.cancel();
          log(await c, t.cancelled());
        }
      }`);
    expect(log).toBe("kept false\nkept false\nkept false\n=> undefined");
  });

  test("a late failure of what was raced counts as looked at", () => {
    const log = story(`
      import { sleep } from "tsyncio";
      export async function main(log) {
        const failing = async () => { await sleep(50); throw new Error("late"); };
        log(await Promise.race([failing(), sleep(5, "first")]));
        await sleep(100);
      }`);
    expect(log).toBe("first\n=> undefined");
  });

  test("racing against one long-lived promise leaves nothing with it", () => {
    const log = story(`
      import { Future, sleep } from "tsyncio";
      export async function main(log) {
        const long = new Future();
        for (let i = 0; i < 1000; i++) await Promise.race([long, sleep(1), long]);
        for (let i = 0; i < 1000; i++) await Promise.any([long, i]);
        log(long.waiters);
        const races = [];
        for (let i = 0; i < 1000; i++) races.push(Promise.race([long, sleep(i)]));
        await Promise.all(races);
        log(long.waiters);
      }`);
    expect(log).toBe("null\nnull\n=> undefined");
  });
});

describe("sleep(0)", () => {
  test("shared by two tasks is cancelled under neither", () => {
    const log = story(`
      import { createTask, gather, sleep } from "tsyncio";
      export async function main(log) {
        const s = sleep(0, "slept");
        s.then((value) => log("then", value));
        const a = createTask((async () => { await s; log("WRONG"); })());
        const b = createTask((async () => { log("b", await s); })());
        await null;
        a.cancel();
        const [x] = await gather(a, b, { returnExceptions: true });
        log(x.name, s.cancelled());
      }`);
    expect(log).toBe("then slept\nb slept\nCancelledError false\n=> undefined");
  });

  test("in either order, and with one that joins again", () => {
    const log = story(`
      import { createTask, gather, sleep } from "tsyncio";
      export async function main(log) {
        const s = sleep(0);
        const tasks = ["a", "b", "c"].map((name) => (async () => { await s; log(name); })());
        tasks[0].cancel();
        tasks[0].uncancel();
        tasks[1].cancel();
        const ends = await gather(...tasks, { returnExceptions: true });
        log(ends.map((end) => end?.name ?? "done"));
        const t = sleep(0);
        const r = Promise.race([t, sleep(5)]);
        const w = (async () => { await t; })();
        w.cancel();
        log(await r, w.cancelled(), t.cancelled());
      }`);
    expect(log).toBe("a\nc\ndone,CancelledError,done\nundefined true false\n=> undefined");
  });

  test("comes in any case, also when its only consumer is cancelled", () => {
    const log = story(`
      import { sleep } from "tsyncio";
      export async function main(log) {
        const s = sleep(0);
        s.addDoneCallback(() => log("callback"));
        const a = (async () => { try { await s; } finally { log("left"); } })();
        a.cancel();
        await sleep(1);
        log(s.cancelled(), a.cancelled());
      }`);
    expect(log).toBe("left\ncallback\nfalse true\n=> undefined");
  });

  test("takes exactly one turn, and its callbacks can be removed", () => {
    const log = story(`
      import { getRunningLoop, sleep } from "tsyncio";
      export async function main(log) {
        const loop = getRunningLoop();
        const s = sleep(0);
        const never = () => log("WRONG");
        s.addDoneCallback(never);
        s.addDoneCallback(never);
        loop.callSoon(() => { log("this turn"); loop.callSoon(() => log("next turn")); });
        log("removed", s.removeDoneCallback(never));
        await s;
        log("awaited");
        await sleep(0);
        log("again");
      }`);
    expect(log).toBe("removed 2\nthis turn\nawaited\nnext turn\nagain\n=> undefined");
  });
});

describe("many waiters of one future", () => {
  const woken: number[] = [];
  const loop = { push: (entry: Waiter) => void entry.run() } as unknown as LoopCore;
  const makeWaiters = (count: number): Waiter[] =>
    Array.from({ length: count }, (_, i) => {
      const waiter: Waiter = { run: () => void woken.push(i), consumerKey: () => waiter };
      return waiter;
    });
  const keyOf = (waiter: Waiter): object => waiter.consumerKey() as object;

  const orders: Record<string, (i: number, n: number) => number> = {
    "first to last": (i) => i,
    "last to first": (i, n) => n - 1 - i,
    scattered: (i, n) => (i * 7919) % n,
  };
  for (const [name, order] of Object.entries(orders)) {
    test(`leave in linear time and keep their order: ${name}`, () => {
      const n = 40_000;
      const slot = new Deferred(loop);
      slot.flags |= HANDLED;
      const waiters = makeWaiters(n);
      for (const waiter of waiters) slot.subscribe(waiter);
      const start = performance.now();
      const gone = new Set<number>();
      for (let i = 0; i < n - 3; i++) {
        const waiter = waiters[order(i, n)] as Waiter;
        gone.add(order(i, n));
        expect1(slot.hasOtherConsumers(keyOf(waiter)));
        slot.unsubscribe(waiter);
      }
      expect(performance.now() - start).toBeLessThan(1000);
      const [late] = makeWaiters(1) as [Waiter];
      slot.subscribe(late);
      woken.length = 0;
      slot.settle(1, undefined);
      const left = waiters.map((_, i) => i).filter((i) => !gone.has(i));
      expect(woken).toEqual([...left, 0]);
    });
  }

  test("until the last one has left", () => {
    for (const n of [1, 2, 3, 9, 100]) {
      const slot = new Deferred(loop);
      const waiters = makeWaiters(n);
      for (const waiter of waiters) slot.subscribe(waiter);
      waiters.forEach((waiter, i) => {
        expect(slot.hasOtherConsumers(keyOf(waiter))).toBe(i < n - 1);
        slot.unsubscribe(waiter);
        slot.unsubscribe(waiter);
      });
      expect(slot.waiters).toBeNull();
    }
  });

  function expect1(value: boolean): void {
    if (!value) throw new Error("another consumer was not seen");
  }
});

test("the list of waiting tasks: weakening looks only at what is new, also when tasks leave", () => {
  const registry = new TaskRegistry();
  registry.strong = false;
  const tasks = Array.from({ length: 20_000 }, () => ({ slot: -1 }));
  for (const task of tasks) registry.add(task);
  registry.weaken();
  const alive = new Set(tasks);
  const start = performance.now();
  for (let i = 0; i < 19_000; i++) {
    const task = tasks[(i * 7919) % tasks.length] as { slot: number };
    registry.remove(task);
    alive.delete(task);
    if (i % 2 === 0) {
      const late = { slot: -1 };
      registry.add(late);
      if (i % 4 === 0) registry.remove(late);
      else alive.add(late);
    }
    registry.weaken();
  }
  expect(performance.now() - start).toBeLessThan(1000);
  const list = registry.list();
  expect(new Set(list)).toEqual(alive);
  expect(list.every((task, i) => task.slot === i)).toBe(true);
});
