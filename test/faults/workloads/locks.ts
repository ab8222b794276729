import { Barrier, BoundedSemaphore, Event, Lock, Semaphore, sleep } from "tsyncio";
import type { Workload, World } from "../world.js";

/** Everybody should have ended by itself. */
const everybodyEnded = ({ unfinished }: World): string | false =>
  unfinished.length > 0 && `${unfinished.join(", ")} still waiting`;

const nobodyWaits = (primitive: unknown): string | false =>
  String(primitive).includes("waiters") && `${String(primitive)}: somebody is left in the line`;

/** How many are in a block at a time. */
class Room {
  readonly #limit: number;
  readonly #world: World;
  #inside = 0;
  #most = 0;

  constructor(world: World, limit: number) {
    this.#world = world;
    this.#limit = limit;
  }

  async visit(name: string): Promise<void> {
    const leave = this.#world.enter(name);
    this.#inside += 1;
    this.#most = Math.max(this.#most, this.#inside);
    try {
      await sleep(0);
      await sleep(1);
    } finally {
      this.#inside -= 1;
      leave();
    }
  }

  problems(): string | false {
    return this.#most > this.#limit && `${this.#most} at a time, where ${this.#limit} are allowed`;
  }
}

/** What the sweep needs of a lock; its broken copies have no more. */
interface Lockable {
  acquire(): PromiseLike<unknown>;
  release(): void;
  locked(): boolean;
}

/** Three tasks, one at a time. */
export const lockOf = (make: () => Lockable): Workload => ({
  name: "Lock: acquire and release",
  small: true,
  start(world) {
    const lock = make();
    const room = new Room(world, 1);
    const worker = (name: string) => async (): Promise<void> => {
      await lock.acquire();
      try {
        await room.visit(name);
      } finally {
        lock.release();
      }
    };
    for (const name of ["a", "b", "c"]) world.spawn(name, worker(name));
    return {
      atRest: () => [everybodyEnded(world), room.problems()],
      atEnd: () => [lock.locked() && "it is locked", nobodyWaits(lock)],
    };
  },
});

const lockBlocks: Workload = {
  name: "Lock: blocks, the callback form, and a newcomer",
  start(world) {
    const lock = new Lock();
    const room = new Room(world, 1);
    const block = (name: string) => async (): Promise<void> => {
      for (let round = 0; round < 2; round += 1) {
        await using _ = lock;
        await room.visit(name);
      }
    };
    world.spawn("a", block("a"));
    world.spawn("b", block("b"));
    world.spawn("callback", () => lock.run(() => room.visit("callback")));
    world.spawn("newcomer", async () => {
      await sleep(1);
      await lock.acquire();
      lock.release();
      await lock.acquire();
      try {
        await room.visit("newcomer");
      } finally {
        lock.release();
      }
    });
    return {
      atRest: () => [everybodyEnded(world), room.problems()],
      atEnd: () => [lock.locked() && "it is locked", nobodyWaits(lock)],
    };
  },
};

/** Four tasks, two at a time, and then a newcomer. */
export const semaphoreOf = (make: (value: number) => Lockable): Workload => ({
  name: "Semaphore: two at a time",
  small: true,
  start(world) {
    const semaphore = make(2);
    const room = new Room(world, 2);
    const worker = (name: string) => async (): Promise<void> => {
      await semaphore.acquire();
      try {
        await room.visit(name);
      } finally {
        semaphore.release();
      }
    };
    for (const name of ["a", "b", "c", "d"]) world.spawn(name, worker(name));
    return {
      atRest: () => [everybodyEnded(world), room.problems()],
      atEnd: () => [semaphore.locked() && "no permit is left", nobodyWaits(semaphore)],
    };
  },
});

const semaphoreBlocks: Workload = {
  name: "Semaphore: blocks, and a newcomer",
  small: true,
  start(world) {
    const semaphore = new Semaphore(2);
    const room = new Room(world, 2);
    const block = (name: string) => async (): Promise<void> => {
      await using _ = semaphore;
      await room.visit(name);
    };
    for (const name of ["a", "b", "c"]) world.spawn(name, block(name));
    world.spawn("newcomer", async () => {
      await sleep(1);
      await block("newcomer")();
    });
    return {
      atRest: () => [everybodyEnded(world), room.problems()],
      atEnd: () => [semaphore.value !== 2 && `its value is ${semaphore.value}`, nobodyWaits(semaphore)],
    };
  },
};

const semaphoreBurst: Workload = {
  name: "Semaphore: several permits at once, and who comes late",
  start(world) {
    const semaphore = new Semaphore(0);
    let taken = 0;
    const taker = async (): Promise<void> => {
      await semaphore.acquire();
      taken += 1;
    };
    for (const name of ["a", "b", "c"]) world.spawn(name, taker);
    world.spawn("giver", async () => {
      await sleep(0);
      for (let i = 0; i < 4; i += 1) semaphore.release();
    });
    world.spawn("late", async () => {
      await sleep(1);
      await taker();
    });
    const given = (): boolean => !world.cancelled.has("giver");
    return {
      atRest: () => given() && everybodyEnded(world),
      atEnd: () => given() && semaphore.value + taken !== 4 && `${taken} taken and ${semaphore.value} left of 4`,
    };
  },
};

const bounded: Workload = {
  name: "BoundedSemaphore: never more than at first",
  start(world) {
    const semaphore = new BoundedSemaphore(1);
    const room = new Room(world, 1);
    for (const name of ["a", "b", "c"]) {
      world.spawn(name, async () => {
        await semaphore.acquire();
        try {
          await room.visit(name);
        } finally {
          semaphore.release();
        }
        await semaphore.run(() => room.visit(name));
      });
    }
    return {
      atRest: () => [everybodyEnded(world), room.problems()],
      atEnd: () => [semaphore.value !== 1 && `its value is ${semaphore.value}`, nobodyWaits(semaphore)],
    };
  },
};

const event: Workload = {
  name: "Event: set, and set and cleared",
  small: true,
  start(world) {
    const ready = new Event();
    const pulse = new Event();
    const waiter = async (): Promise<void> => {
      await pulse.wait();
      await ready.wait();
    };
    world.spawn("a", waiter);
    world.spawn("b", waiter);
    world.spawn("setter", async () => {
      try {
        await sleep(1);
      } finally {
        pulse.set();
        pulse.clear();
        ready.set();
      }
    });
    return {
      // Who had begun to wait when it pulsed goes on.
      atRest: () => !world.cancelled.has("setter") && everybodyEnded(world),
      atEnd: () => [nobodyWaits(ready), nobodyWaits(pulse)],
    };
  },
};

const barrier: Workload = {
  name: "Barrier: two rounds of three",
  small: true,
  start(world) {
    const barrier = new Barrier(3);
    const rounds = [0, 0];
    for (const name of ["a", "b", "c"]) {
      world.spawn(name, async () => {
        for (const round of [0, 1]) {
          const leave = world.enter(name);
          try {
            await barrier.wait();
            rounds[round]! += 1;
          } finally {
            leave();
          }
        }
      });
    }
    return {
      atRest: () => [
        world.cancelled.size === 0 && everybodyEnded(world),
        world.unfinished.length !== barrier.nWaiting &&
          `${barrier.nWaiting} wait, ${world.unfinished.length} are there`,
        barrier.nWaiting >= 3 && "all have come, and wait",
      ],
      atEnd: () => String(barrier) !== "Barrier [filling, waiters: 0/3]" && `it is ${String(barrier)}`,
    };
  },
};

const barrierReset: Workload = {
  name: "Barrier: reset while it fills and drains",
  start(world) {
    const barrier = new Barrier(2);
    const party = async (): Promise<void> => {
      for (let round = 0; round < 3; round += 1) {
        try {
          await barrier.wait();
        } catch (error) {
          if (!(error instanceof Error) || error.name !== "BrokenBarrierError") throw error;
        }
      }
    };
    world.spawn("a", party);
    world.spawn("b", party);
    world.spawn("c", party);
    world.spawn("resetter", async () => {
      await sleep(0);
      barrier.reset();
      await sleep(1);
      barrier.reset();
    });
    return {
      atRest: () => barrier.nWaiting >= 2 && "all have come, and wait",
      atEnd: () => String(barrier) !== "Barrier [filling, waiters: 0/2]" && `it is ${String(barrier)}`,
    };
  },
};

export const workloads: readonly Workload[] = [
  lockOf(() => new Lock()),
  lockBlocks,
  semaphoreOf((value) => new Semaphore(value)),
  semaphoreBlocks,
  semaphoreBurst,
  bounded,
  event,
  barrier,
  barrierReset,
];
