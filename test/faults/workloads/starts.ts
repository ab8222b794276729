import { CancelledError, Lock, ScopeStateError, sleep, staggeredRace, TaskGroup } from "tsyncio";
import type { Workload, World } from "../world.js";

const everybodyEnded = ({ unfinished }: World): string | false =>
  unfinished.length > 0 && `${unfinished.join(", ")} still waiting`;

const starting: Workload = {
  name: "TaskGroup: start() and its child",
  small: true,
  start(world) {
    const lock = new Lock();
    let alive = 0;
    let wrong: string | false = false;
    const server = async (started: (port: number) => void): Promise<void> => {
      alive += 1;
      const leave = world.enter("server");
      try {
        await using _ = lock;
        await sleep(1);
        started(80);
        await sleep(2);
      } finally {
        leave();
        alive -= 1;
      }
    };
    world.spawn("parent", async () => {
      try {
        await using group = new TaskGroup();
        const client = async (name: string): Promise<void> => {
          try {
            const port = await group.start<number>(server, { name });
            wrong ||= port !== 80 && `start() gave ${String(port)}`;
          } catch (error) {
            // The server was cancelled before it was ready, or the client was; nothing else may be thrown here.
            if (error instanceof CancelledError) throw error;
            wrong ||= !(error instanceof ScopeStateError) && `start() failed with ${String(error)}`;
          }
        };
        world.watch("client 1", group.createTask(client("server 1")));
        world.watch("client 2", group.createTask(client("server 2")));
        await sleep(1);
      } finally {
        wrong ||= alive > 0 && `${alive} children were alive after the group`;
      }
    });
    return {
      atRest: () => [everybodyEnded(world), wrong],
      atEnd: () => [wrong, lock.locked() && "the lock is held"],
    };
  },
};

const racing: Workload = {
  name: "staggeredRace: one wins, and nobody runs on",
  small: true,
  start(world) {
    const lock = new Lock();
    let alive = 0;
    let wrong: string | false = false;
    const attempt = (name: string, time: number, fails: boolean) => async (): Promise<string> => {
      alive += 1;
      const leave = world.enter(name);
      try {
        await using _ = lock;
        await sleep(time);
        if (fails) throw new RangeError(name);
        return name;
      } finally {
        leave();
        alive -= 1;
      }
    };
    world.spawn("racer", async () => {
      try {
        const [winner, index] = await staggeredRace(
          [attempt("fails", 1, true), attempt("slow", 9, false), attempt("fast", 1, false)],
          2,
        );
        wrong ||= index === null && `nobody won`;
        wrong ||=
          winner !== ["fails", "slow", "fast"][index ?? 0] && `${String(winner)} is not number ${String(index)}`;
      } finally {
        wrong ||= alive > 0 && `${alive} attempts were alive after the race`;
      }
    });
    return {
      atRest: () => [everybodyEnded(world), wrong],
      atEnd: () => [wrong, lock.locked() && "the lock is held"],
    };
  },
};

export const workloads: readonly Workload[] = [starting, racing];
