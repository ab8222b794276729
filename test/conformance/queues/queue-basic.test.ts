import { createTask, LifoQueue, PriorityQueue, Queue, sleep, TaskGroup } from "tsyncio";
import { asyncTest } from "../support.js";

describe("test_queues.QueueBasicTests", () => {
  asyncTest("test_str", async () => {
    expect(String(new Queue())).toMatch(/^Queue/);

    const queue = new Queue<number>();
    {
      await using group = new TaskGroup();
      const getter = group.createTask(queue.get());
      // Let it start waiting.
      await sleep(0);
      expect(String(queue)).toContain("getters: 1");
      queue.putNowait(0);
      expect(await getter).toBe(0);
    }

    const small = new Queue<number>(1);
    {
      await using group = new TaskGroup();
      small.putNowait(1);
      const putter = group.createTask(small.put(2));
      await sleep(0);
      expect(String(small)).toContain("putters: 1");
      small.getNowait();
      await putter;
    }

    const filled = new Queue<number>();
    filled.putNowait(1);
    expect(String(filled)).toContain("items: 1");
  });

  asyncTest("test_empty", async () => {
    const queue = new Queue<number>();
    expect(queue.empty()).toBe(true);
    await queue.put(1);
    expect(queue.empty()).toBe(false);
    expect(await queue.get()).toBe(1);
    expect(queue.empty()).toBe(true);
  });

  asyncTest("test_full", async () => {
    expect(new Queue().full()).toBe(false);
    const queue = new Queue<number>(1);
    await queue.put(1);
    expect(queue.full()).toBe(true);
  });

  asyncTest("test_order", async () => {
    const queue = new Queue<number>();
    for (const item of [1, 3, 2]) await queue.put(item);
    const items = [await queue.get(), await queue.get(), await queue.get()];
    expect(items).toEqual([1, 3, 2]);
  });

  asyncTest("test_maxsize", async () => {
    const queue = new Queue<number>(2);
    expect(queue.maxsize).toBe(2);
    const put: number[] = [];
    const putter = async (): Promise<boolean> => {
      for (let i = 0; i < 3; i += 1) {
        await queue.put(i);
        put.push(i);
      }
      return true;
    };
    const task = createTask(putter());
    await sleep(0);
    await sleep(0);
    // It is blocked after two items.
    expect(put).toEqual([0, 1]);
    expect(await queue.get()).toBe(0);
    // Let it resume and put the last item.
    await sleep(0);
    expect(put).toEqual([0, 1, 2]);
    expect(await queue.get()).toBe(1);
    expect(await queue.get()).toBe(2);
    expect([task.done(), task.result()]).toEqual([true, true]);
  });
});

describe("test_queues.LifoQueueTests", () => {
  asyncTest("test_order", async () => {
    const queue = new LifoQueue<number>();
    for (const item of [1, 3, 2]) await queue.put(item);
    expect([await queue.get(), await queue.get(), await queue.get()]).toEqual([2, 3, 1]);
  });
});

describe("test_queues.PriorityQueueTests", () => {
  asyncTest("test_order", async () => {
    const queue = new PriorityQueue<number>();
    for (const item of [1, 3, 2]) await queue.put(item);
    expect([await queue.get(), await queue.get(), await queue.get()]).toEqual([1, 2, 3]);
  });
});
