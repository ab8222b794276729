import { asCompleted, gather, Lock, Queue, shield, sleep, wait, waitFor, type Task } from "tsyncio";
import type { Workload, World } from "../world.js";

const everybodyEnded = ({ unfinished }: World): string | false =>
  unfinished.length > 0 && `${unfinished.join(", ")} still waiting`;

/** Something that takes a while, holds a lock in between, and says when it is left. */
async function work(world: World, name: string, lock: Lock, result: number): Promise<number> {
  const leave = world.enter(name);
  try {
    await using _ = lock;
    await sleep(result % 2);
    return result;
  } finally {
    leave();
  }
}

/** Those that were cancelled although nobody cancelled them, nor (`through`) the one who waited for them. */
function strangers(world: World, tasks: readonly Task<unknown>[], names: readonly string[]): (string | false)[] {
  return tasks.map(
    (task, i) => task.cancelled() && !world.cancelled.has(names[i]!) && `${names[i]} was cancelled by nobody`,
  );
}

const names = ["x", "y", "z"];

const gathering: Workload = {
  name: "gather: of tasks, inside a task",
  small: true,
  start(world) {
    const lock = new Lock();
    let result: readonly number[] | undefined;
    const parent = world.spawn("parent", async () => {
      const leave = world.enter("parent");
      try {
        result = await gather(...names.map((name, i) => world.spawn(name, () => work(world, name, lock, i))));
      } finally {
        leave();
      }
    });
    return {
      atRest: () => [
        everybodyEnded(world),
        result !== undefined && String(result) !== "0,1,2" && `it gave ${String(result)}`,
        world.cancelled.size === 0 && result === undefined && "it gave nothing",
        parent.cancelled() && world.cancelled.size === 0 && "it was cancelled by nobody",
      ],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const gatheringShared: Workload = {
  name: "gather: of coroutines, and of a task that somebody else awaits too",
  start(world) {
    const lock = new Lock();
    const shared = world.spawn("shared", () => work(world, "shared", lock, 1));
    const other = world.spawn("other", async () => {
      await shared;
    });
    let wrong: string | false = false;
    world.spawn("parent", async () => {
      const results = await gather(work(world, "x", lock, 2), work(world, "y", lock, 3), shared, {
        returnExceptions: true,
      });
      wrong ||= results.length !== 3 && "results are missing";
      wrong ||= world.cancelled.size === 0 && String(results) !== "2,3,1" && `it gave ${String(results)}`;
    });
    const untouched = (): boolean => !world.cancelled.has("other") && !world.cancelled.has("shared");
    return {
      atRest: () => [
        everybodyEnded(world),
        wrong,
        // Cancelling the parent leaves the shared one to the other, which came first.
        untouched() && shared.cancelled() && "shared was cancelled under the other's feet",
        untouched() && other.cancelled() && "other was cancelled by nobody",
      ],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const waiting: Workload = {
  name: "wait: never cancels what it waits for",
  small: true,
  start(world) {
    const lock = new Lock();
    const tasks = names.map((name, i) => world.spawn(name, () => work(world, name, lock, i)));
    let wrong: string | false = false;
    world.spawn("waiter", async () => {
      const [done, pending] = await wait(tasks, { timeout: 10 });
      wrong ||= done.size + pending.size !== 3 && "a task is in neither set";
      wrong ||= tasks.some((task) => task.done() !== done.has(task)) && "a task that has ended is not in `done`";
    });
    world.spawn("first", async () => {
      const [done] = await wait(tasks, { returnWhen: "FIRST_COMPLETED" });
      wrong ||= done.size === 0 && "it went on although nothing had ended";
    });
    return {
      atRest: () => [everybodyEnded(world), wrong, ...strangers(world, tasks, names)],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const inOrder: Workload = {
  name: "asCompleted: each once, and nothing is cancelled",
  small: true,
  start(world) {
    const lock = new Lock();
    const tasks = names.map((name, i) => world.spawn(name, () => work(world, name, lock, i)));
    const seen: unknown[] = [];
    let finished = false;
    let wrong: string | false = false;
    world.spawn("iterating", async () => {
      for await (const task of asCompleted(tasks)) {
        seen.push(task);
        wrong ||= !task.done() && "it gave a task that has not ended";
      }
      finished = true;
    });
    return {
      atRest: () => [
        everybodyEnded(world),
        wrong,
        new Set(seen).size !== seen.length && "it gave a task twice",
        finished && seen.length !== 3 && `it gave ${seen.length} of 3`,
        // What only the loop waits for may be cancelled with it.
        !world.cancelled.has("iterating") && strangers(world, tasks, names).find(Boolean),
      ],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const inOrderPlain: Workload = {
  name: "asCompleted: plain iteration over coroutines",
  start(world) {
    const lock = new Lock();
    let sum = 0;
    let finished = false;
    world.spawn("iterating", async () => {
      for (const next of asCompleted(names.map((name, i) => work(world, name, lock, i)))) sum += await next;
      finished = true;
    });
    world.spawn("holder", () => work(world, "holder", lock, 3));
    return {
      atRest: () => [everybodyEnded(world), finished && sum !== 3 && `the sum is ${sum}`],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const shielded: Workload = {
  name: "shield: what is shielded goes on",
  small: true,
  start(world) {
    const lock = new Lock();
    const inner = world.spawn("inner", () => work(world, "inner", lock, 1));
    for (const name of ["a", "b"]) {
      world.spawn(name, async () => {
        await shield(inner);
      });
    }
    return {
      atRest: () => [everybodyEnded(world), ...strangers(world, [inner], ["inner"])],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const waitingFor: Workload = {
  name: "waitFor: of a coroutine and of a task",
  small: true,
  start(world) {
    const lock = new Lock();
    const queue = new Queue<number>();
    let lost: string | false = false;
    world.spawn("coroutine", async () => {
      await waitFor(work(world, "x", lock, 1), 100);
    });
    world.spawn("task", async () => {
      const inner = world.spawn("inner", () => work(world, "y", lock, 3));
      try {
        await waitFor(inner, 100);
      } finally {
        lost ||= !inner.done() && !world.cancelled.has("task") && "it went on before what it waited for had ended";
      }
    });
    world.spawn("getter", async () => {
      await waitFor(queue.get(), 100);
    });
    queue.putNowait(1);
    return {
      atRest: () => [everybodyEnded(world), lost, world.loop.time() >= 100 && "a time limit is still set"],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

export const workloads: readonly Workload[] = [
  gathering,
  gatheringShared,
  waiting,
  inOrder,
  inOrderPlain,
  shielded,
  waitingFor,
];
