/** What asyncio's own tests of conditions, events and barriers (test/conformance/locks) leave open. */
import {
  Barrier,
  CancelScope,
  Condition,
  createTask,
  Event,
  gather,
  Lock,
  LockStateError,
  sleep,
  timeout,
  type Task,
} from "tsyncio";
import { simulated } from "./simulated.js";

/** Waits once, with the lock; notes when it went on. */
const waiter = (condition: Condition, order: string[]) => async (name: string) => {
  await using _ = condition;
  await condition.wait();
  order.push(name);
};

test("a notification that its receiver cannot use goes to the next in line", () => {
  const order: string[] = [];
  simulated(async () => {
    const condition = new Condition();
    const wait = waiter(condition, order);
    const tasks = ["a", "b", "c"].map((name) => createTask(wait(name)));
    await sleep(0);
    {
      await using _ = condition;
      condition.notify();
      tasks[0]!.cancel();
    }
    await sleep(1);
    expect(order).toEqual(["b"]);
    tasks[2]!.cancel();
    await gather(...tasks, { returnExceptions: true });
    expect(condition.locked()).toBe(false);
  });
});

test("one that was cancelled without being notified notifies nobody", () => {
  const order: string[] = [];
  simulated(async () => {
    const condition = new Condition();
    const wait = waiter(condition, order);
    const first = createTask(wait("a"));
    const second = createTask(wait("b"));
    await sleep(0);
    first.cancel();
    await sleep(1);
    expect(order).toEqual([]);
    second.cancel();
    await gather(first, second, { returnExceptions: true });
  });
});

test("cancelled again and again while it waits for the lock, it still has it in the end", () => {
  simulated(async () => {
    const condition = new Condition();
    let held: boolean | undefined;
    const task: Task<void> = createTask(
      (async () => {
        await using _ = condition;
        try {
          await condition.wait();
        } finally {
          held = condition.locked();
        }
      })(),
    );
    await sleep(0);
    await condition.acquire();
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      task.cancel(`attempt ${attempt}`);
      await sleep(1);
      expect(task.done()).toBe(false);
    }
    condition.release();
    const [outcome] = await gather(task, { returnExceptions: true });
    expect(held).toBe(true);
    expect((outcome as { reason: unknown }).reason).toBe("attempt 3");
    expect(condition.locked()).toBe(false);
  });
});

test("in a level-triggered scope it waits for the lock, too", () => {
  simulated(async () => {
    const condition = new Condition();
    let held: boolean | undefined;
    const task = createTask(
      (async () => {
        await using scope = new CancelScope({ levelTriggered: true });
        scope.cancel();
        await condition.acquire();
        try {
          await condition.wait();
        } finally {
          held = condition.locked();
          condition.release();
        }
      })(),
    );
    await sleep(0);
    await task;
    expect(held).not.toBe(false);
    expect(condition.locked()).toBe(false);
  });
});

test("two conditions on one lock", () => {
  simulated(async () => {
    const lock = new Lock();
    const full = new Condition(lock, { name: "full" });
    const empty = new Condition(lock);
    await using _ = lock;
    expect([full.locked(), empty.locked()]).toEqual([true, true]);
    await sleep(0);
  });
  expect(() => new Condition(null, { name: "full" }).notify()).toThrow(
    'notify() of the condition "full" needs its lock: acquire the condition first',
  );
  expect(() => new Condition().notifyAll()).toThrow(LockStateError);
});

test("an event that is set and cleared wakes those who wait, and nobody who comes later", () => {
  const order: string[] = [];
  simulated(async () => {
    const event = new Event();
    const wait = async (name: string): Promise<void> => {
      await event.wait();
      order.push(name);
    };
    const early = createTask(wait("early"));
    await sleep(0);
    event.set();
    event.clear();
    const late = createTask(wait("late"));
    await early;
    await sleep(1);
    expect(order).toEqual(["early"]);
    event.set();
    await late;
  });
  expect(order).toEqual(["early", "late"]);
});

test("a time limit on a barrier takes the late one's partner out", () => {
  simulated(async () => {
    const barrier = new Barrier(2, { name: "start" });
    const impatient = async (): Promise<number> => {
      await using _ = timeout(10);
      return await barrier.wait();
    };
    const [outcome] = await gather(impatient(), { returnExceptions: true });
    expect((outcome as Error).name).toBe("TimeoutError");
    expect(barrier.nWaiting).toBe(0);
    expect(await gather(barrier.wait(), barrier.wait())).toEqual([0, 1]);
  });
});

test("a broken barrier says so, until it is reset", () => {
  simulated(async () => {
    const barrier = new Barrier(2, { name: "start" });
    barrier.abort();
    const [outcome] = await gather(barrier.wait(), { returnExceptions: true });
    expect(String(outcome)).toBe('BrokenBarrierError: the barrier "start" was aborted');
    barrier.reset();
    expect(await gather(barrier.wait(), barrier.wait())).toEqual([0, 1]);
  });
});
