import { poll, Queue, sleep } from "../queue.js";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test("timers stop, awaits do not", async () => {
  const log = [];
  const run = async () => {
    for (let n = 0; n < 20; n++) log.push(await n);
    await sleep(1000);
    log.push("slept");
  };
  const running = run();
  for (let n = 0; n < 30; n++) await null;
  expect(log).toHaveLength(20);
  jest.advanceTimersByTime(999);
  await null;
  await null;
  expect(log).toHaveLength(20);
  jest.advanceTimersByTime(1);
  await running;
  expect(log.at(-1)).toBe("slept");
});

test("a timer that was never advanced keeps its promise waiting", async () => {
  let isOver = false;
  sleep(1).then(() => (isOver = true));
  for (let n = 0; n < 100; n++) await null;
  expect(isOver).toBe(false);
  expect(jest.getTimerCount()).toBe(1);
});

test("advanceTimersByTimeAsync", async () => {
  const errors = [];
  const queue = new Queue({ onError: ({ message }, attempt) => errors.push(`${message} ${attempt}`) });
  const job = jest.fn(async (attempt) => {
    if (attempt < 3) throw new Error("not yet");
    return "done";
  });
  const results = queue.add(job);
  await jest.advanceTimersByTimeAsync(999);
  expect(job).toHaveBeenCalledTimes(1);
  await jest.advanceTimersByTimeAsync(1);
  expect(job).toHaveBeenCalledTimes(2);
  await jest.advanceTimersByTimeAsync(1000);
  expect(await results).toEqual(["done"]);
  expect(errors).toEqual(["not yet 1", "not yet 2"]);
});

test("runAllTimersAsync and the clock", async () => {
  jest.setSystemTime(0);
  const queue = new Queue({ pause: 3_600_000 });
  const results = queue.add(async () => {
    throw new Error("never");
  });
  await jest.runAllTimersAsync();
  expect(await results).toEqual([{ failed: "never" }]);
  expect(Date.now()).toBe(7_200_000);
});

test("generators that poll", async () => {
  let n = 0;
  const seen = [];
  const polling = (async () => {
    for await (const value of poll(async () => ++n, 100)) {
      seen.push(value);
      if (value === 3) break;
    }
  })();
  for (let count = 1; count <= 3; count++) {
    await jest.advanceTimersByTimeAsync(100);
  }
  await polling;
  expect(seen).toEqual([1, 2, 3]);
  expect(jest.getTimerCount()).toBe(0);
});

test("what is queued is faked as well", async () => {
  const log = [];
  queueMicrotask(() => log.push("microtask"));
  process.nextTick(() => log.push("tick"));
  setImmediate(() => log.push("immediate"));
  await null;
  await Promise.resolve();
  expect(log).toEqual([]);
  jest.runAllTicks();
  jest.runAllTimers();
  expect(log.sort()).toEqual(["immediate", "microtask", "tick"]);
});

test("only some", async () => {
  jest.useFakeTimers({ doNotFake: ["queueMicrotask", "nextTick", "setImmediate"] });
  const log = [];
  const slow = sleep(10).then(() => log.push("slept"));
  await new Promise((resolve) => setImmediate(resolve));
  expect(log).toEqual([]);
  jest.runOnlyPendingTimers();
  await slow;
  expect(log).toEqual(["slept"]);
});

test("timers that advance by themselves", async () => {
  jest.useFakeTimers({ advanceTimers: true });
  await sleep(5);
  expect(jest.isMockFunction(setTimeout)).toBe(false);
});

test("a deadline by Promise.race", async () => {
  const late = async () => {
    await sleep(100);
    throw new Error("too slow");
  };
  const raced = Promise.race([sleep(200).then(() => "in time"), late()]);
  const outcome = expect(raced).rejects.toThrow("too slow");
  await jest.advanceTimersByTimeAsync(100);
  await outcome;
  await jest.runAllTimersAsync();
});

test("fails: waits for a timer nobody advances", async () => {
  await sleep(1);
}, 50);
