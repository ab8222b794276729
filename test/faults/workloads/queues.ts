import { LifoQueue, PriorityQueue, Queue, QueueShutDown, sleep, TimeoutError, waitFor } from "tsyncio";
import type { Workload, World } from "../world.js";

/** What the sweep needs of a queue; its broken copy has no more. */
interface QueueLike {
  put(item: number): PromiseLike<void>;
  get(): PromiseLike<number>;
  getNowait(): number;
  empty(): boolean;
  full(): boolean;
}

/** Which items were put and got. An item is in `put` once `put` has returned. */
class Ledger {
  readonly put: number[] = [];
  readonly got: number[] = [];

  /** Nothing got lost, nothing came twice, nothing came from a `put` that threw. */
  problems(queue: QueueLike): string | false {
    const left: number[] = [];
    while (!queue.empty()) left.push(queue.getNowait());
    const found = [...this.got, ...left].sort((a, b) => a - b);
    const put = [...this.put].sort((a, b) => a - b);
    return String(found) !== String(put) && `put ${String(put)}; got ${String(this.got)}, left ${String(left)}`;
  }
}

const alive = (world: World, kind: string): boolean => world.unfinished.some((name) => name.startsWith(kind));

/** Producers put and consumers get; nobody may wait for what is there. */
export function traffic(name: string, make: () => QueueLike, options: { small?: boolean } = {}): Workload {
  return {
    name,
    ...options,
    start(world) {
      const queue = make();
      const ledger = new Ledger();
      const producer = (from: number) => async (): Promise<void> => {
        for (let item = from; item < from + 2; item += 1) {
          await queue.put(item);
          ledger.put.push(item);
        }
      };
      const consumer = async (): Promise<void> => {
        for (;;) ledger.got.push(await queue.get());
      };
      world.spawn("consumer 1", consumer);
      world.spawn("producer 1", producer(10));
      world.spawn("producer 2", producer(20));
      if (options.small !== true) {
        world.spawn("consumer 2", consumer);
        world.spawn("late", async () => {
          await sleep(1);
          await producer(30)();
        });
      }
      return {
        atRest: () => [
          !queue.empty() && alive(world, "consumer") && "items are there, and a consumer waits",
          !queue.full() && alive(world, "producer") && "there is a place, and a producer waits",
        ],
        atEnd: () => [
          /getters|putters/.test(String(queue)) && `${String(queue)}: somebody is left in a line`,
          ledger.problems(queue),
        ],
      };
    },
  };
}

const joined: Workload = {
  name: "Queue: workers, join and shutdown",
  start(world) {
    const queue = new Queue<number>(2);
    let taken = 0;
    let done = 0;
    let joined = false;
    let put = 0;
    for (const name of ["worker 1", "worker 2"]) {
      world.spawn(name, async () => {
        try {
          for (;;) {
            await queue.get();
            taken += 1;
            try {
              await sleep(1);
            } finally {
              done += 1;
              queue.taskDone();
            }
          }
        } catch (error) {
          if (!(error instanceof QueueShutDown)) throw error;
        }
      });
    }
    const main = world.spawn("main", async () => {
      for (let item = 0; item < 4; item += 1) {
        await queue.put(item);
        put += 1;
      }
      await queue.join();
      joined = true;
    });
    // Also when it is cancelled before it starts.
    main.addDoneCallback(() => queue.shutdown());
    return {
      atRest: () => [
        joined && (done !== put || put !== 4) && `joined when ${done} of ${put} were done`,
        taken === put && !queue.empty() && "items come from nowhere",
        // It is shut down unless all workers are gone and main waits for ever.
        alive(world, "worker") && alive(world, "main") && "everybody waits",
        alive(world, "worker") && !alive(world, "main") && "it is shut down, and a worker waits",
      ],
      atEnd: () => put !== taken + queue.qsize() && `put ${put}, taken ${taken}, left ${queue.qsize()}`,
    };
  },
};

/** How `waitFor` is called. */
type WaitFor = <T>(awaitable: PromiseLike<T>, limit: number) => PromiseLike<T>;

/** The time is over at the very moment the item comes. */
export const limitedBy = (limit: WaitFor): Workload => ({
  name: "Queue: get with a time limit that is over when the item comes",
  small: true,
  start(world) {
    const queue = new Queue<number>();
    const ledger = new Ledger();
    const consumer = async (): Promise<void> => {
      for (let attempt = 0; attempt < 3; attempt += 1) {
        try {
          ledger.got.push(await limit(queue.get(), 2));
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
        }
      }
    };
    world.spawn("consumer 1", consumer);
    world.spawn("consumer 2", consumer);
    world.spawn("producer", async () => {
      for (let item = 0; item < 2; item += 1) {
        await sleep(2);
        await queue.put(item);
        ledger.put.push(item);
      }
    });
    return {
      atRest: () => world.unfinished.length > 0 && `${world.unfinished.join(", ")} still waiting`,
      atEnd: () => ledger.problems(queue),
    };
  },
});

const stolen: Workload = {
  name: "Queue: somebody takes what a getter was woken for",
  start(world) {
    const queue = new Queue<number>(1);
    const ledger = new Ledger();
    for (const name of ["consumer 1", "consumer 2"]) {
      world.spawn(name, async () => {
        for (;;) ledger.got.push(await queue.get());
      });
    }
    world.spawn("producer", async () => {
      for (let item = 0; item < 4; item += 1) {
        await queue.put(item);
        ledger.put.push(item);
        if (item % 2 === 0 && !queue.empty()) ledger.got.push(queue.getNowait());
        await sleep(0);
      }
    });
    return {
      atRest: () => [
        !queue.empty() && alive(world, "consumer") && "an item is there, and a consumer waits",
        !queue.full() && alive(world, "producer") && "there is a place, and the producer waits",
      ],
      atEnd: () => ledger.problems(queue),
    };
  },
};

export const workloads: readonly Workload[] = [
  traffic("Queue: unbounded", () => new Queue(), { small: true }),
  traffic("Queue: of one", () => new Queue(1), { small: true }),
  traffic("Queue: of two, more traffic", () => new Queue(2)),
  traffic("LifoQueue: of two", () => new LifoQueue(2)),
  traffic("PriorityQueue: of two", () => new PriorityQueue(2)),
  joined,
  limitedBy(waitFor),
  stolen,
];
