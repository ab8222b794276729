/** Compiled programs on simulated time: synchronous, and as long as they like. */
import { EventLoop, simulatedHost } from "tsyncio";
import { load, story } from "./program.js";

test("runUntilComplete is synchronous: it gives the value", () => {
  const { main } = load<{ main: () => Promise<number> }>(
    `
    import { sleep } from "tsyncio";
    export async function main() { let sum = 0; for (let n = 1; n <= 4; n++) { await sleep(10); sum += n; } return sum; }
  `,
    { returns: "coroutine" },
  );
  const loop = new EventLoop(simulatedHost());
  expect(loop.runUntilComplete(main())).toBe(10);
  expect(loop.time()).toBe(40);
  loop.close();
});

test("a virtual year passes within a second", () => {
  const start = performance.now();
  const log = story(`
    import { getRunningLoop, sleep } from "tsyncio";
    export async function main(log) {
      const loop = getRunningLoop();
      for (let day = 0; day < 365; day++) await sleep(24 * 60 * 60 * 1000);
      await sleep(2 ** 31 + 5);
      log(loop.time());
    }`);
  expect(log).toBe(`${String(365 * 24 * 60 * 60 * 1000 + 2 ** 31 + 5)}\n=> undefined`);
  expect(performance.now() - start).toBeLessThan(20_000);
});

test("a main that nothing can wake is a deadlock, with who waits for whom and where", () => {
  const log = story(`
    import { createTask } from "tsyncio";
    export async function main(log) {
      const never = new Promise(() => {});
      async function consumer() { await never; }
      await consumer();
    }`);
  expect(log).toContain("DeadlockError");
  expect(log).toMatch(/main.*program\.ts:6/s);
  expect(log).toMatch(/consumer.*program\.ts:5/s);
});
