import { CancelScope, Condition, ExceptionGroup, Lock, sleep, TaskGroup, timeout, TimeoutError } from "tsyncio";
import type { Workload, World } from "../world.js";

const everybodyEnded = ({ unfinished }: World): string | false =>
  unfinished.length > 0 && `${unfinished.join(", ")} still waiting`;

async function work(world: World, name: string, lock: Lock, time: number): Promise<void> {
  const leave = world.enter(name);
  try {
    await using _ = lock;
    await sleep(time);
  } finally {
    leave();
  }
}

const group: Workload = {
  name: "TaskGroup: ends after its children",
  small: true,
  start(world) {
    const lock = new Lock();
    let alive = 0;
    let early: string | false = false;
    const child = (name: string, time: number) => async (): Promise<void> => {
      alive += 1;
      try {
        await work(world, name, lock, time);
      } finally {
        alive -= 1;
      }
    };
    world.spawn("parent", async () => {
      try {
        await using tasks = new TaskGroup();
        world.watch("x", tasks.createTask(child("x", 1)()));
        world.watch("y", tasks.createTask(child("y", 0)()));
        await sleep(0);
        world.watch("z", tasks.createTask(child("z", 1)()));
      } finally {
        early ||= alive > 0 && `${alive} children were alive after the group`;
      }
    });
    return {
      atRest: () => [everybodyEnded(world), early],
      atEnd: () => [early, lock.locked() && "the lock is held"],
    };
  },
};

const failing: Workload = {
  name: "TaskGroup: a child fails, in a nested group",
  small: true,
  start(world) {
    const lock = new Lock();
    let alive = 0;
    let wrong: string | false = false;
    let after = false;
    const child = (name: string, fails: boolean) => async (): Promise<void> => {
      alive += 1;
      try {
        await work(world, name, lock, 1);
        if (fails) throw new RangeError(name);
      } finally {
        alive -= 1;
      }
    };
    world.spawn("parent", async () => {
      try {
        await using outer = new TaskGroup();
        world.watch("x", outer.createTask(child("x", false)()));
        try {
          await using inner = new TaskGroup();
          world.watch("y", inner.createTask(child("y", true)()), { fails: true });
          world.watch("z", inner.createTask(child("z", false)()));
          await sleep(5);
        } catch (error) {
          wrong ||= !(error instanceof ExceptionGroup) && `the group failed with ${String(error)}`;
        }
      } finally {
        wrong ||= alive > 0 && `${alive} children were alive after the group`;
      }
      after = true;
    });
    return {
      atRest: () => [
        everybodyEnded(world),
        wrong,
        !after && !world.cancelled.has("parent") && "the parent did not go on after the group",
      ],
      atEnd: () => [wrong, lock.locked() && "the lock is held"],
    };
  },
};

const cancelledGroup: Workload = {
  name: "TaskGroup: cancelled by a child, callback form",
  start(world) {
    const lock = new Lock();
    let after = false;
    world.spawn("parent", async () => {
      await TaskGroup.run(async (tasks) => {
        world.watch("x", tasks.createTask(work(world, "x", lock, 5)));
        world.watch(
          "canceller",
          tasks.createTask(
            (async () => {
              await sleep(1);
              tasks.cancel();
            })(),
          ),
        );
        await work(world, "body", lock, 9);
      });
      after = true;
    });
    return {
      atRest: () => [
        everybodyEnded(world),
        !after && !world.cancelled.has("parent") && "the parent did not go on after the group",
      ],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const timeouts: Workload = {
  name: "timeout: nested, and over at the same moment",
  small: true,
  start(world) {
    const lock = new Lock();
    const after: string[] = [];
    const attempt = async (name: string, outer: number, inner: number): Promise<void> => {
      const leave = world.enter(name);
      try {
        await using _outer = timeout(outer);
        try {
          await using _inner = timeout(inner);
          await work(world, name, lock, 3);
        } catch (error) {
          if (!(error instanceof TimeoutError)) throw error;
        }
        await sleep(1);
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error;
      } finally {
        leave();
      }
      after.push(name);
    };
    const parties = ["a", "b"];
    world.spawn("a", () => attempt("a", 4, 2));
    world.spawn("b", () => attempt("b", 3, 3));
    return {
      atRest: () => [
        everybodyEnded(world),
        ...parties.map(
          (name) => !after.includes(name) && !world.cancelled.has(name) && `${name} did not go on after its time limit`,
        ),
        world.loop.time() > 10 && "it took too long",
      ],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const unused: Workload = {
  name: "timeout: leaves no alarm behind",
  start(world) {
    const lock = new Lock();
    for (const name of ["a", "b"]) {
      world.spawn(name, async () => {
        await using _ = timeout(1000);
        await work(world, name, lock, 1);
        await timeout(2000).run(() => work(world, name, lock, 1));
      });
    }
    return {
      atRest: () => [everybodyEnded(world), world.loop.time() >= 1000 && "an alarm was left"],
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const scopes: Workload = {
  name: "CancelScope: with a shield inside, level-triggered",
  start(world) {
    const lock = new Lock();
    const cleaned: string[] = [];
    const task = (name: string) => async (): Promise<void> => {
      await using scope = new CancelScope({ levelTriggered: true });
      world.loop.callLater(2, () => scope.cancel());
      const leave = world.enter(name);
      try {
        await work(world, name, lock, 3);
      } finally {
        try {
          await using _ = new CancelScope({ shield: true });
          await sleep(1);
          cleaned.push(name);
        } finally {
          leave();
        }
      }
    };
    world.spawn("a", task("a"));
    world.spawn("b", task("b"));
    return {
      atRest: () => everybodyEnded(world),
      atEnd: () => lock.locked() && "the lock is held",
    };
  },
};

const insisting: Workload = {
  name: "CancelScope: level-triggered, around a condition whose lock is taken",
  small: true,
  start(world) {
    const condition = new Condition();
    let wrong: string | false = false;
    world.spawn("waiter", async () => {
      await using scope = new CancelScope({ levelTriggered: true });
      world.loop.callLater(1, () => scope.cancel());
      const leave = world.enter("waiter");
      try {
        await using _ = condition;
        try {
          await condition.wait();
        } finally {
          // It has the lock again, although every await throws here.
          wrong ||= !condition.locked() && "it goes on without the lock";
        }
      } finally {
        leave();
      }
    });
    world.spawn("holder", async () => {
      await sleep(0);
      await using _ = condition;
      await sleep(3);
    });
    return {
      atRest: () => [everybodyEnded(world), wrong],
      atEnd: () => condition.locked() && "the lock is held",
    };
  },
};

export const workloads: readonly Workload[] = [group, failing, cancelledGroup, timeouts, unused, scopes, insisting];
