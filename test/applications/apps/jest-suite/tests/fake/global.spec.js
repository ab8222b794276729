import { Queue, sleep } from "../../queue.js";

const early = sleep(5).then(() => "before the tests");

beforeEach(async () => {
  await null;
});

test("timers are fake from the beginning, awaits are not", async () => {
  let isOver = false;
  const slept = sleep(10_000).then(() => (isOver = true));
  for (let n = 0; n < 50; n++) await null;
  expect(isOver).toBe(false);
  jest.advanceTimersByTime(10_000);
  await slept;
  expect(isOver).toBe(true);
  expect(await early).toBe("before the tests");
});

test("a queue", async () => {
  const queue = new Queue({ attempts: 2 });
  const results = queue.add(async (attempt) => {
    await null;
    if (attempt === 1) throw new Error("first");
    return attempt;
  });
  await jest.runAllTimersAsync();
  expect(await results).toEqual([2]);
});

test("Promise and thenables", async () => {
  const values = await Promise.all([1, Promise.resolve(2), { then: (resolve) => resolve(3) }, (async () => 4)()]);
  expect(values).toEqual([1, 2, 3, 4]);
});

test("real timers for once", async () => {
  jest.useRealTimers();
  const start = performance.now();
  await sleep(5);
  expect(performance.now() - start).toBeGreaterThan(3);
});
