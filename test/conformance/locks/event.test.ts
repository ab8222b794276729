import { CancelledError, createTask, Event, getRunningLoop, sleep } from "tsyncio";
import { assertRaises, asyncTest } from "../support.js";

describe("test_locks.EventTests", () => {
  asyncTest("test_repr", async () => {
    const event = new Event();
    expect(String(event)).toMatch(/\[unset\]$/);
    event.set();
    expect(String(event)).toMatch(/\[set\]$/);
    event.clear();
    const task = createTask(event.wait());
    await sleep(0);
    expect(String(event)).toContain("waiters: 1");
    event.set();
    await task;
  });

  asyncTest("test_wait", async () => {
    const event = new Event();
    expect(event.isSet()).toBe(false);
    const result: number[] = [];
    const waiting = async (n: number): Promise<void> => {
      if (await event.wait()) result.push(n);
    };
    const t1 = createTask(waiting(1));
    const t2 = createTask(waiting(2));
    await sleep(0);
    expect(result).toEqual([]);

    const t3 = createTask(waiting(3));
    event.set();
    await sleep(0);
    expect(result).toEqual([3, 1, 2]);
    for (const task of [t1, t2, t3]) expect([task.done(), task.result()]).toEqual([true, undefined]);
  });

  asyncTest("test_wait_on_set", async () => {
    const event = new Event();
    event.set();
    expect(await event.wait()).toBe(true);
  });

  asyncTest("test_wait_cancel", async () => {
    const event = new Event();
    const wait = createTask(event.wait());
    getRunningLoop().callSoon(() => wait.cancel());
    await assertRaises(CancelledError, wait);
    expect(String(event)).not.toContain("waiters");
  });

  asyncTest("test_clear", async () => {
    const event = new Event();
    expect(event.isSet()).toBe(false);
    event.set();
    expect(event.isSet()).toBe(true);
    event.clear();
    expect(event.isSet()).toBe(false);
  });

  asyncTest("test_clear_with_waiters", async () => {
    const event = new Event();
    const result: number[] = [];
    const waiting = async (): Promise<boolean> => {
      if (await event.wait()) result.push(1);
      return true;
    };
    const task = createTask(waiting());
    await sleep(0);
    expect(result).toEqual([]);

    event.set();
    event.clear();
    expect(event.isSet()).toBe(false);
    event.set();
    event.set();
    expect(String(event)).toContain("waiters: 1");

    await sleep(0);
    expect(result).toEqual([1]);
    expect(String(event)).not.toContain("waiters");
    expect([task.done(), task.result()]).toEqual([true, true]);
  });
});
