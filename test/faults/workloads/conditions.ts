import { Condition, Lock, sleep } from "tsyncio";
import type { Workload } from "../world.js";

/** What the sweep needs of a condition; its broken copy has no more. */
interface Waitable {
  acquire(): PromiseLike<unknown>;
  release(): void;
  locked(): boolean;
  wait(): PromiseLike<unknown>;
  notify(): void;
}

/** Two consumers wait for what one producer makes. */
export const conditionOf = (make: () => Waitable): Workload => ({
  name: "Condition: consumers wait for items",
  small: true,
  start(world) {
    const condition = make();
    let items = 0;
    const consume = async (): Promise<void> => {
      await condition.acquire();
      try {
        while (items === 0) await condition.wait();
        items -= 1;
      } finally {
        condition.release();
      }
    };
    for (const name of ["a", "b"]) {
      world.spawn(name, async () => {
        for (;;) await consume();
      });
    }
    world.spawn("producer", async () => {
      for (let i = 0; i < 2; i += 1) {
        await condition.acquire();
        try {
          items += 1;
          condition.notify();
          // The one that was notified now waits for the lock.
          await sleep(0);
        } finally {
          condition.release();
        }
      }
    });
    const alive = (): boolean => world.unfinished.some((name) => name === "a" || name === "b");
    return {
      atRest: () => [
        items > 0 && alive() && `${items} items there, and a consumer waits`,
        condition.locked() && "it is locked, and nobody moves",
      ],
      atEnd: () => [
        condition.locked() && "it is locked",
        String(condition).includes("waiters") && "somebody is left in the line",
      ],
    };
  },
});

const sharedLock: Workload = {
  name: "Condition: two on one lock, contended",
  start(world) {
    const lock = new Lock();
    const full = new Condition(lock);
    const empty = new Condition(lock);
    let slot: number | undefined;
    let inside = 0;
    let crowded = false;
    const block = async (name: string, body: () => PromiseLike<void>): Promise<void> => {
      await using _ = lock;
      const leave = world.enter(name);
      inside += 1;
      crowded ||= inside > 1;
      try {
        await body();
      } finally {
        inside -= 1;
        leave();
      }
    };
    const wait = async (condition: Condition, predicate: () => boolean): Promise<void> => {
      while (!predicate()) {
        inside -= 1;
        try {
          await condition.wait();
        } finally {
          inside += 1;
          crowded ||= inside > 1;
        }
      }
    };
    world.spawn("putter", async () => {
      for (const value of [1, 2, 3]) {
        await block("put", async () => {
          await wait(empty, () => slot === undefined);
          slot = value;
          full.notify();
        });
      }
    });
    const taker = (name: string) => async (): Promise<void> => {
      for (;;) {
        await block(name, async () => {
          await wait(full, () => slot !== undefined);
          slot = undefined;
          empty.notify();
          await sleep(0);
        });
      }
    };
    world.spawn("taker 1", taker("take 1"));
    world.spawn("taker 2", taker("take 2"));
    const waits = (name: string): boolean => world.unfinished.some((task) => task.startsWith(name));
    return {
      atRest: () => [
        crowded && "two held the lock at a time",
        lock.locked() && "it is locked, and nobody moves",
        slot === undefined && waits("putter") && "there is a place, and the putter waits",
        slot !== undefined && waits("taker") && "there is something, and a taker waits",
      ],
      atEnd: () => [lock.locked() && "it is locked", crowded && "two held the lock at a time"],
    };
  },
};

export const workloads: readonly Workload[] = [conditionOf(() => new Condition()), sharedLock];
