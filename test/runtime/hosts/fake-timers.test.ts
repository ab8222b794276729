/** The promise of semantics.md: fake timers drive `sleep` and never stop `await`. */
import { load } from "../run/program.js";

const { setImmediate: realImmediate } = globalThis;
const settle = (): Promise<void> => new Promise((resolve) => realImmediate(resolve));

afterEach(() => {
  jest.useRealTimers();
});

test("await goes on, sleep waits for the fake clock", async () => {
  jest.useFakeTimers();
  const logged = load(`
    async function main() {
      log("start");
      for (let i = 0; i < 10; i += 1) await null;
      log("after ten awaits");
      const before = getRunningLoop().time();
      await sleep(1000);
      log("slept", getRunningLoop().time() - before);
      try { await using _ = timeout(500); await sleep(1e6); } catch (error) { log(error.name); }
    }
    main();`);
  await settle();
  expect(logged).toEqual(["start", "after ten awaits"]);
  jest.advanceTimersByTime(999);
  await settle();
  expect(logged).toHaveLength(2);
  jest.advanceTimersByTime(1);
  await settle();
  expect(logged.slice(2)).toEqual(["slept 1000"]);
  jest.advanceTimersByTime(500);
  await settle();
  expect(logged.slice(3)).toEqual(["TimeoutError"]);
});

test("a sleep left on a fake clock that was put away does not hold up those that come after", async () => {
  jest.useFakeTimers();
  const logged = load(`
    async function sleeper(ms) { await sleep(ms); log("slept", ms); }
    sleeper(20);
    exports.again = () => sleeper(5);
    globalThis.again = exports.again;`);
  jest.useRealTimers();
  (globalThis as unknown as { again(): void }).again();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(logged).toEqual(["slept 5", "slept 20"]);
});
