/** What asyncio's own tests of queues (test/conformance/queues) leave open. */
import { createTask, gather, LifoQueue, PriorityQueue, Queue, QueueFull, sleep, type Task } from "tsyncio";
import { simulated } from "../sync/simulated.js";

test("a getter gets what it was woken for, although others come first", () => {
  const got: string[] = [];
  simulated(async () => {
    const queue = new Queue<number>();
    const get = async (name: string): Promise<void> => {
      got.push(`${name} ${await queue.get()}`);
    };
    const waiting = createTask(get("waiting"));
    await sleep(0);
    queue.putNowait(1);
    // The item is there, but not for a newcomer.
    const newcomer = get("newcomer");
    queue.putNowait(2);
    await gather(newcomer, waiting);
  });
  expect(got).toEqual(["waiting 1", "newcomer 2"]);
});

test("one whose item was taken by getNowait keeps its place", () => {
  const got: string[] = [];
  simulated(async () => {
    const queue = new Queue<number>();
    const get = async (name: string): Promise<void> => {
      got.push(`${name} ${await queue.get()}`);
    };
    const tasks = [createTask(get("first")), createTask(get("second"))];
    await sleep(0);
    queue.putNowait(1);
    expect(queue.getNowait()).toBe(1);
    await sleep(0);
    queue.putNowait(2);
    queue.putNowait(3);
    await gather(...tasks);
  });
  expect(got).toEqual(["first 2", "second 3"]);
});

test("putters are served in order, and one that is cancelled has not put", () => {
  simulated(async () => {
    const queue = new Queue<string>(1);
    queue.putNowait("first");
    const a = createTask(queue.put("a"));
    const b = createTask(queue.put("b"));
    await sleep(0);
    expect(queue.getNowait()).toBe("first");
    // It was woken for the free place.
    a.cancel();
    await b;
    expect(queue.getNowait()).toBe("b");
    expect([a.cancelled(), queue.empty()]).toEqual([true, true]);
  });
});

test("in a task function, an item that was there is not lost with a cancellation", () => {
  simulated(async () => {
    const queue = new Queue<string>();
    queue.putNowait("item");
    let got: string | undefined;
    const task = (async (): Promise<void> => {
      "use task";
      got = await queue.get();
      await sleep(1000);
    })() as Task<void>;
    task.cancel();
    await sleep(1);
    expect([task.cancelled(), got, queue.qsize()]).toEqual([true, "item", 0]);
  });
});

test("what is least comes first; of equals, what came first", () => {
  simulated(async () => {
    const byPriority = new PriorityQueue<readonly [number, string]>();
    for (const entry of [
      [2, "c"],
      [1, "b"],
      [1, "a"],
      [0, "d"],
    ] as const)
      await byPriority.put(entry);
    const out = [];
    while (!byPriority.empty()) out.push((await byPriority.get())[1]);
    expect(out).toEqual(["d", "a", "b", "c"]);

    const byLength = new PriorityQueue<string>(0, { compare: (a, b) => a.length - b.length });
    for (const word of ["three", "to", "be", "a"]) await byLength.put(word);
    expect([byLength.getNowait(), byLength.getNowait(), byLength.getNowait()]).toEqual(["a", "to", "be"]);
  });
});

test("an urgent item that comes before a woken getter goes on is the one it gets", () => {
  simulated(async () => {
    const queue = new PriorityQueue<number>();
    const task = createTask(queue.get());
    await sleep(0);
    queue.putNowait(5);
    queue.putNowait(1);
    expect(await task).toBe(1);
  });
});

test("messages name the queue", () => {
  const queue = new Queue<number>(1, { name: "jobs" });
  queue.putNowait(1);
  expect(() => queue.putNowait(2)).toThrow('the queue "jobs" is full: it holds 1 at most');
  expect(() => queue.putNowait(2)).toThrow(QueueFull);
  expect(String(queue)).toBe("Queue [maxsize: 1, items: 1, unfinished: 1]");
  expect(() => new LifoQueue().getNowait()).toThrow("a queue is empty");
});
