import { createTask, LifoQueue, PriorityQueue, Queue, QueueShutDown, QueueStateError, sleep, TaskGroup } from "tsyncio";
import { assertRaises, asyncTest } from "../support.js";

/** The mixins' tests, for each kind of queue. */
const kinds = [Queue, LifoQueue, PriorityQueue];

/** Nothing can be put any more, nothing is left to be got. */
const assertShutDown = async (queue: Queue<unknown>): Promise<void> => {
  await assertRaises(QueueShutDown, queue.put("data"));
  expect(() => queue.putNowait("data")).toThrow(QueueShutDown);
  await assertRaises(QueueShutDown, queue.get());
  expect(() => queue.getNowait()).toThrow(QueueShutDown);
};

describe("test_queues._QueueJoinTestMixin", () => {
  test("test_task_done_underflow", () => {
    for (const kind of kinds) expect(() => new kind().taskDone()).toThrow(QueueStateError);
  });

  asyncTest("test_task_done", async () => {
    for (const kind of kinds) {
      const queue = new kind<number>();
      for (let i = 0; i < 100; i += 1) queue.putNowait(i);
      let accumulator = 0;
      // Two workers take the items; once all are done the sum is there.
      let running = true;
      const worker = async (): Promise<void> => {
        while (running) {
          accumulator += await queue.get();
          queue.taskDone();
        }
      };
      await using group = new TaskGroup();
      group.createTask(worker());
      group.createTask(worker());
      await queue.join();
      expect(accumulator).toBe(4950);
      running = false;
      queue.putNowait(0);
      queue.putNowait(0);
    }
  });

  asyncTest("test_join_empty_queue", async () => {
    for (const kind of kinds) {
      const queue = new kind();
      await queue.join();
      await queue.join();
    }
  });

  test("test_format", () => {
    for (const kind of kinds) {
      const queue = new kind<number>();
      expect(String(queue)).toBe(`${kind.name} [maxsize: 0]`);
      queue.putNowait(1);
      queue.putNowait(2);
      queue.getNowait();
      queue.getNowait();
      expect(String(queue)).toBe(`${kind.name} [maxsize: 0, unfinished: 2]`);
    }
  });
});

describe("test_queues._QueueShutdownTestMixin", () => {
  test("test_format", () => {
    for (const kind of kinds) {
      const queue = new kind();
      queue.shutdown();
      expect(String(queue)).toBe(`${kind.name} [maxsize: 0, shut down]`);
    }
  });

  asyncTest("test_shutdown_empty", async () => {
    for (const kind of kinds) {
      const queue = new kind<string>();
      const get = createTask(queue.get());
      await sleep(0);
      queue.shutdown({ immediate: false });
      expect(queue.qsize()).toBe(0);
      await queue.join();
      await sleep(0);
      expect(get.done()).toBe(true);
      await assertRaises(QueueShutDown, get);
      await assertShutDown(queue);
    }
  });

  asyncTest("test_shutdown_nonempty", async () => {
    for (const kind of kinds) {
      const queue = new kind<string>(1);
      queue.putNowait("data");
      const join = createTask(queue.join());
      const put = createTask(queue.put("data2"));
      await sleep(0);
      expect(put.done()).toBe(false);
      queue.shutdown({ immediate: false });
      expect(queue.qsize()).toBe(1);
      await sleep(0);
      expect(put.done()).toBe(true);
      await assertRaises(QueueShutDown, put);

      // What is in it can be taken out.
      expect(await queue.get()).toBe("data");
      await sleep(0);
      expect(join.done()).toBe(false);
      await assertShutDown(queue);

      // One task is unfinished.
      queue.taskDone();
      await sleep(0);
      expect(join.done()).toBe(true);
      await join;
      expect(() => queue.taskDone()).toThrow(QueueStateError);
    }
  });

  asyncTest("test_shutdown_immediate", async () => {
    for (const kind of kinds) {
      const queue = new kind<string>();
      queue.putNowait("data");
      const join = createTask(queue.join());
      queue.shutdown({ immediate: true });
      expect(queue.qsize()).toBe(0);
      await sleep(0);
      expect(join.done()).toBe(true);
      await join;
      await assertShutDown(queue);
      expect(() => queue.taskDone()).toThrow(QueueStateError);
    }
  });

  asyncTest("test_shutdown_immediate_with_unfinished", async () => {
    for (const kind of kinds) {
      const queue = new kind<string>();
      queue.putNowait("data");
      queue.putNowait("data");
      const join = createTask(queue.join());
      expect(await queue.get()).toBe("data");
      queue.shutdown({ immediate: true });
      expect(queue.qsize()).toBe(0);
      await sleep(0);
      expect(join.done()).toBe(false);
      await assertShutDown(queue);

      // The one that was taken out is unfinished.
      queue.taskDone();
      expect(() => queue.taskDone()).toThrow(QueueStateError);
      await sleep(0);
      expect(join.done()).toBe(true);
      await join;
    }
  });
});
