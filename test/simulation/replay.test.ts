/** Seeds, schedules, and their repetition. */
import {
  choose,
  explore,
  findFailure,
  type FailedRun,
  Schedule,
  ScheduleMismatchError,
  simulate,
} from "tsyncio/testing";
import { loadMain, thrown } from "./program.js";

/** Three tasks that read, wait, and write: an update can get lost. */
const lostUpdate = loadMain(`
  const account = { balance: 0 };
  async function deposit() {
    const seen = account.balance;
    await null;
    account.balance = seen + 10;
  }
  async function teller() { await null; await deposit(); await null; }
  export async function main() {
    account.balance = 0;
    const tellers = [teller(), teller(), teller()];
    for (const one of tellers) await one;
    if (account.balance !== 30) throw new Error("lost update: " + account.balance);
  }`);

function found(): FailedRun {
  const failure = findFailure(lostUpdate, { seeds: 50 });
  if (failure === undefined) throw new Error("the race was not found");
  return failure;
}

test("a race is found by running seeds", () => {
  expect((found().error as Error).message).toMatch(/^lost update: [12]0$/);
});

test("what was found is repeated by its schedule, step for step", () => {
  const first = found();
  const again = thrown(() => simulate(lostUpdate, { schedule: first.schedule.toString() })) as unknown as FailedRun;
  expect((again.error as Error).message).toBe((first.error as Error).message);
  expect(again.trace.toString()).toBe(first.trace.toString());
  expect(again.schedule.toString()).toBe(first.schedule.toString());
});

test("what was found is repeated by its seed", () => {
  const { schedule } = found();
  const again = thrown(() => simulate(lostUpdate, { seed: schedule.seed, policy: "random" })) as unknown as FailedRun;
  expect(again.schedule.toString()).toBe(schedule.toString());
});

test("a run is the same without a trace: its schedule fits", () => {
  const bare = findFailure(lostUpdate, { seeds: 50, trace: false });
  expect(bare?.schedule).toEqual(found().schedule);
  expect(bare?.trace.lines).toEqual([]);
});

test("explore throws the failure, and counts runs and schedules when there is none", () => {
  expect(thrown(() => explore(lostUpdate, { seeds: 50 })).message).toMatch(/^Error: lost update/);
  const fine = loadMain(`
    async function work() { await null; }
    export async function main() { const a = work(), b = work(); await a; await b; }`);
  const { runs, schedules, failure } = explore(fine, { seeds: 200 });
  expect(failure).toBeUndefined();
  expect(runs).toBe(200);
  expect(schedules).toBeGreaterThan(1);
  expect(schedules).toBeLessThan(20);
});

test("the seeds to try can be given", () => {
  const seen: number[] = [];
  explore(() => void seen.push(Math.random()), { seeds: [5, 7, 5] });
  expect(seen[0]).toBe(seen[2]);
  expect(seen[0]).not.toBe(seen[1]);
});

test("a schedule is one line that a shell leaves alone, and is read back as it was", () => {
  const { schedule } = found();
  const text = schedule.toString();
  expect(text).toMatch(/^[\w:;,.%-]+$/);
  expect(Schedule.parse(text)).toEqual(schedule);
});

test.each(["", "hello", "tsyncio-schedule:2;seed:1", "cut"])("what is no schedule is refused: %p", (text) => {
  const whole = found().schedule.toString();
  const given = text === "cut" ? whole.slice(0, whole.length / 2) : text;
  expect(thrown(() => simulate(() => 1, { schedule: given })).message).toMatch(/no complete schedule/);
});

describe("a schedule of a program that has changed is refused, and the first difference is named", () => {
  const program = (work: string, count = 2): (() => Promise<unknown>) =>
    loadMain(`
      async function work() { ${work} }
      async function other() { ${work} }
      export async function main() {
        const tasks = [${"work(),".repeat(count)}];
        for (const task of tasks) await task;
      }`);
  const recorded = (): Schedule => simulate(program("await null; await null;"), { policy: "random", seed: 4 }).schedule;
  const replayed = (main: () => Promise<unknown>): string => {
    const error = thrown(() => simulate(main, { schedule: recorded() }));
    expect(error).toBeInstanceOf(ScheduleMismatchError);
    return error.message;
  };

  test("the same program is not", () => {
    expect(simulate(program("await null; await null;"), { schedule: recorded() }).schedule).toEqual(recorded());
  });

  test("one more task", () => {
    expect(replayed(program("await null; await null;", 3))).toMatch(
      /First difference: choice 1 of the schedule is "Task-[23] work@1" \(task, number [01] of 2\) at step 0;\nthe program offers at step 0 3 possibilities \(task\): "Task-2 work@1", "Task-3 work@1", "Task-4 work@1"\./,
    );
  });

  test("another function", () => {
    const main = loadMain(`
      async function job() { await null; await null; }
      export async function main() { const tasks = [job(), job(),]; for (const task of tasks) await task; }`);
    expect(replayed(main)).toMatch(/choice 1 of the schedule is "Task-\d work@1".*\n.*"Task-2 job@1"/);
  });

  test("one await less", () => {
    expect(replayed(program("await null;"))).toMatch(/First difference: choice \d/);
  });

  test("a run that goes on longer, after the same choices", () => {
    const longer = loadMain(`
      async function work() { await null; await null; }
      export async function main() {
        const tasks = [work(),work(),];
        for (const task of tasks) await task;
        await null;
      }`);
    expect(replayed(longer)).toMatch(/the recorded run took 6 steps;\nthis one took 7, with the same choices/);
  });

  test("also when the program would catch the refusal", () => {
    const asking =
      (kind: string): (() => void) =>
      () => {
        try {
          choose(kind, 2);
        } catch {
          // It must come through all the same.
        }
      };
    const { schedule } = simulate(asking("coin"));
    const error = thrown(() => simulate(asking("die"), { schedule }));
    expect(error).toBeInstanceOf(ScheduleMismatchError);
    expect(error.message).toContain('choice 1 of the schedule is "0" (coin, number 0 of 2) at step 0');
  });
});

describe("choices of the program", () => {
  const toss = (): string =>
    choose("coin", 2, (index) => (index === 0 ? "heads" : "tails")) === 0 ? "heads" : "tails";

  test("fifo takes the first, random both, and the schedule holds them by their names", () => {
    expect(simulate(toss).value).toBe("heads");
    const seen = new Map<string, Schedule>();
    for (let seed = 0; seed < 20; seed++) {
      const { value, schedule } = simulate(toss, { seed, policy: "random" });
      seen.set(value, schedule);
    }
    expect([...seen.keys()].sort()).toEqual(["heads", "tails"]);
    expect(seen.get("tails")?.choices).toEqual([{ step: 0, kind: "coin", n: 2, index: 1, label: "tails" }]);
    expect(simulate(toss, { schedule: seen.get("tails") }).value).toBe("tails");
  });

  test("outside of a simulation there is nobody to ask", () => {
    expect(thrown(toss).message).toMatch(/needs simulate\(\) or explore\(\)/);
  });

  test("a policy of one's own is asked", () => {
    const asked: string[] = [];
    const policy = {
      name: "last",
      choose: (kind: string, n: number, label: (index: number) => string) => {
        asked.push(`${kind}: ${label(n - 1)}`);
        return n - 1;
      },
    };
    expect(simulate(toss, { policy }).value).toBe("tails");
    expect(asked).toEqual(["coin: tails"]);
  });

  test("an answer that is no possibility is refused", () => {
    expect(thrown(() => simulate(toss, { policy: { name: "odd", choose: () => 2 } })).message).toMatch(
      /the policy "odd" chose 2, but there are the possibilities 0 to 1/,
    );
  });
});
