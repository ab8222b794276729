/**
 * The part of the fault sweep that runs with the tests (`npm run faults` runs all of it), and that it finds what it is meant
 * to find: broken copies of the primitives, with bugs asyncio once had.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

interface Result {
  returns: string;
  name: string;
  singles: number;
  pairs: number;
  failures: { where: string; problems: string[] }[];
}

function faults(...args: string[]): Result[] {
  const main = join(__dirname, "main.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, [main, "--json", ...args], { encoding: "utf8" });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout) as Result[];
}

describe("cancelled at every step", () => {
  const results = faults("--seeds", "0", "--stride", "401");

  test.each(results.map((result) => [`${result.returns}: ${result.name}`, result] as const))("%s", (_name, result) => {
    expect(result.failures).toEqual([]);
    expect(result.singles).toBeGreaterThan(10);
  });

  test("every primitive and every combinator is there", () => {
    const subjects = new Set(results.map(({ name }) => name.split(":")[0]));
    expect([...subjects].sort()).toEqual(
      [
        ...["Barrier", "BoundedSemaphore", "CancelScope", "Condition", "Event", "LifoQueue", "Lock", "PriorityQueue"],
        ...["Queue", "Semaphore", "TaskGroup", "asCompleted", "channel", "gather", "select", "shield", "staggeredRace"],
        ...["timeout", "wait", "waitFor"],
      ].sort(),
    );
  });
});

describe("a bug asyncio once had is found", () => {
  const results = faults("--folder", "broken", "--seeds", "0", "--stride", "5", "--returns", "coroutine");

  /** What is found, in the words of the workload. */
  const found = (subject: string): string => {
    const result = results.find(({ name }) => name.startsWith(subject));
    return result?.failures.flatMap(({ problems }) => problems).join("\n") ?? "there is no such workload";
  };

  test("a lock that loses a wake-up (bpo-27585)", () => {
    expect(found("Lock")).toContain("still waiting");
  });

  test("a semaphore that never wakes anybody again (gh-90155)", () => {
    expect(found("Semaphore")).toMatch(/still waiting|no permit is left/);
  });

  test("a queue that loses an item (bpo-23812)", () => {
    expect(found("Queue: unbounded")).toMatch(/put .*; got/);
  });

  test("a condition that loses a notification (gh-112202)", () => {
    expect(found("Condition")).toContain("items there, and a consumer waits");
  });

  test("a wait_for that loses a result (bpo-37658)", () => {
    expect(found("Queue: get with a time limit")).toMatch(/put .*; got/);
  });

  test("undisturbed, none of them fails", () => {
    for (const { failures } of results) expect(failures.map(({ where }) => where)).not.toContain("undisturbed");
  });
});
