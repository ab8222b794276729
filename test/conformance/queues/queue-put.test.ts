import {
  CancelledError,
  createTask,
  Event,
  getRunningLoop,
  isCancelled,
  Queue,
  QueueFull,
  sleep,
  TaskGroup,
} from "tsyncio";
import { assertRaises, asyncTest } from "../support.js";

/** Awaits it; if it was cancelled, what `again` makes. */
const orElse = async <T>(task: Promise<T>, again: () => Promise<T>): Promise<T> => {
  try {
    return await task;
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return await again();
  }
};

describe("test_queues.QueuePutTests", () => {
  asyncTest("test_blocking_put", async () => {
    const queue = new Queue<number>();
    // No limit, so it does not block.
    await queue.put(1);
    expect(await queue.get()).toBe(1);
  });

  asyncTest("test_blocking_put_wait", async () => {
    const queue = new Queue<number>(1);
    const started = new Event();
    let finished = false;
    const put = async (): Promise<void> => {
      started.set();
      await queue.put(1);
      await queue.put(2);
      finished = true;
    };
    getRunningLoop().callLater(10, () => queue.getNowait());
    const task = createTask(put());
    await started.wait();
    expect(finished).toBe(false);
    await task;
    expect(finished).toBe(true);
  });

  test("test_nonblocking_put", () => {
    const queue = new Queue<number>();
    queue.putNowait(1);
    expect(queue.getNowait()).toBe(1);
  });

  asyncTest("test_get_cancel_drop_one_pending_reader", async () => {
    const queue = new Queue<number>();
    const reader = createTask(queue.get());
    await sleep(0);
    queue.putNowait(1);
    queue.putNowait(2);
    reader.cancel();
    // If this is 2, it means 1 was dropped.
    expect(await orElse(reader, () => queue.get())).toBe(1);
  });

  asyncTest("test_get_cancel_drop_many_pending_readers", async () => {
    const queue = new Queue<number>();
    const read: number[] = [];
    {
      await using group = new TaskGroup();
      const reader1 = group.createTask(queue.get());
      const reader2 = group.createTask(queue.get());
      const reader3 = group.createTask(queue.get());
      await sleep(0);
      queue.putNowait(1);
      queue.putNowait(2);
      reader1.cancel();
      await assertRaises(CancelledError, reader1);
      await reader3;
      read.push(reader2.result(), reader3.result());
    }
    // In which order readers get their items is not said.
    expect(read.sort()).toEqual([1, 2]);
  });

  asyncTest("test_put_cancel_drop", async () => {
    const queue = new Queue<number>(1);
    queue.putNowait(1);
    // A second item has to wait.
    const writer = createTask(queue.put(2));
    await sleep(0);
    expect(queue.getNowait()).toBe(1);
    writer.cancel();
    await orElse(writer, () => queue.put(2));
    expect(queue.getNowait()).toBe(2);
    expect(queue.qsize()).toBe(0);
  });

  test("test_nonblocking_put_exception", () => {
    const queue = new Queue<number>(1);
    queue.putNowait(1);
    expect(() => queue.putNowait(2)).toThrow(QueueFull);
  });

  asyncTest("test_float_maxsize", async () => {
    const queue = new Queue<number>(1.3);
    queue.putNowait(1);
    queue.putNowait(2);
    expect(queue.full()).toBe(true);
    expect(() => queue.putNowait(3)).toThrow(QueueFull);

    const other = new Queue<number>(1.3);
    await other.put(1);
    await other.put(2);
    expect(other.full()).toBe(true);
  });

  asyncTest("test_put_cancelled", async () => {
    const queue = new Queue<number>();
    const put = async (): Promise<boolean> => {
      await queue.put(1);
      return true;
    };
    const task = createTask(put());
    expect(await queue.get()).toBe(1);
    expect([task.done(), task.result()]).toEqual([true, true]);
  });

  asyncTest("test_put_cancelled_race", async () => {
    const queue = new Queue<string>(1);
    const a = createTask(queue.put("a"));
    const b = createTask(queue.put("b"));
    const c = createTask(queue.put("X"));
    await sleep(0);
    expect(a.done()).toBe(true);
    expect(b.done()).toBe(false);
    c.cancel();
    await sleep(0);
    expect(c.done()).toBe(true);
    expect(queue.getNowait()).toBe("a");
    await sleep(0);
    expect(queue.getNowait()).toBe("b");
    await b;
  });

  asyncTest("test_put_with_waiting_getters", async () => {
    const queue = new Queue<string>();
    const task = createTask(queue.get());
    await sleep(0);
    await queue.put("a");
    expect(await task).toBe("a");
  });

  asyncTest("test_why_are_putters_waiting", async () => {
    const queue = new Queue<number>(2);
    const getter = async (): Promise<void> => {
      await sleep(0);
      for (let left = queue.qsize(); left > 0; left -= 1) queue.getNowait();
    };
    await using group = new TaskGroup();
    group.createTask(getter());
    for (let item = 0; item < 4; item += 1) group.createTask(queue.put(item));
  });

  asyncTest("test_cancelled_puts_not_being_held_in_self_putters", async () => {
    const queue = new Queue<number>(1);
    queue.putNowait(1);
    const task = createTask(queue.put(1));
    await sleep(0);
    expect(String(queue)).toContain("putters: 1");
    task.cancel();
    await assertRaises(CancelledError, task);
    expect(String(queue)).not.toContain("putters");
  });

  asyncTest("test_cancelled_put_silence_value_error_exception", async () => {
    const queue = new Queue<number>(1);
    queue.putNowait(1);
    const task = createTask(queue.put(1));
    await sleep(0);
    // It is woken, and leaves the line; then it is cancelled.
    queue.getNowait();
    task.cancel();
    await assertRaises(CancelledError, task);
  });
});
