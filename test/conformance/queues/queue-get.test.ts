import { createTask, Event, getRunningLoop, Queue, QueueEmpty, sleep, TaskGroup, TimeoutError, waitFor } from "tsyncio";
import { assertRaises, asyncTest } from "../support.js";

describe("test_queues.QueueGetTests", () => {
  asyncTest("test_blocking_get", async () => {
    const queue = new Queue<number>();
    queue.putNowait(1);
    expect(await queue.get()).toBe(1);
  });

  asyncTest("test_get_with_putters", async () => {
    const queue = new Queue<number>(1);
    await queue.put(1);
    const putter = createTask(queue.put(2));
    await sleep(0);
    expect(await queue.get()).toBe(1);
    await sleep(0);
    expect([putter.done(), putter.result()]).toEqual([true, undefined]);
  });

  asyncTest("test_blocking_get_wait", async () => {
    const queue = new Queue<number>();
    const started = new Event();
    let finished = false;
    const get = async (): Promise<number> => {
      started.set();
      const result = await queue.get();
      finished = true;
      return result;
    };
    const task = createTask(get());
    await started.wait();
    expect(finished).toBe(false);
    getRunningLoop().callLater(10, () => queue.putNowait(1));
    const result = await task;
    expect(finished).toBe(true);
    expect(result).toBe(1);
  });

  test("test_nonblocking_get", () => {
    const queue = new Queue<number>();
    queue.putNowait(1);
    expect(queue.getNowait()).toBe(1);
  });

  test("test_nonblocking_get_exception", () => {
    expect(() => new Queue().getNowait()).toThrow(QueueEmpty);
  });

  asyncTest("test_get_cancelled_race", async () => {
    const queue = new Queue<string>();
    const t1 = createTask(queue.get());
    const t2 = createTask(queue.get());
    await sleep(0);
    t1.cancel();
    await sleep(0);
    expect(t1.done()).toBe(true);
    await queue.put("a");
    await sleep(0);
    expect(await t2).toBe("a");
  });

  asyncTest("test_get_with_waiting_putters", async () => {
    const queue = new Queue<string>(1);
    createTask(queue.put("a"));
    createTask(queue.put("b"));
    expect(await queue.get()).toBe("a");
    expect(await queue.get()).toBe("b");
  });

  asyncTest("test_why_are_getters_waiting", async () => {
    const consumer = async (queue: Queue<number>, count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) await queue.get();
    };
    const producer = async (queue: Queue<number>, count: number): Promise<void> => {
      for (let i = 0; i < count; i += 1) await queue.put(i);
    };
    const queue = new Queue<number>(1);
    await using group = new TaskGroup();
    group.createTask(producer(queue, 5));
    group.createTask(consumer(queue, 5));
  });

  asyncTest("test_cancelled_getters_not_being_held_in_self_getters", async () => {
    const queue = new Queue<number>(5);
    await assertRaises(TimeoutError, waitFor(queue.get(), 100));
    expect(String(queue)).not.toContain("getters");
  });
});
