/** A clock that stays monotonic and consistent with its timers while fake timers come and go. */
import { PlatformClock } from "../../../runtime/hosts/clock.js";

afterEach(() => {
  jest.useRealTimers();
});

test("fake timers drive it", () => {
  jest.useFakeTimers();
  const clock = new PlatformClock();
  const start = clock.now();
  const seen: string[] = [];
  clock.setTimer(() => seen.push(`fired at +${clock.now() - start}`), 1000);
  jest.advanceTimersByTime(999);
  seen.push("999 ms");
  jest.advanceTimersByTime(1);
  expect(seen).toEqual(["999 ms", "fired at +1000"]);
});

test("time has come when a timer fires, even where only setTimeout is faked", () => {
  jest.useFakeTimers({ doNotFake: ["performance", "Date"] });
  const clock = new PlatformClock();
  const year = 365 * 24 * 3600 * 1000;
  const deadline = clock.now() + 24 * 24 * 3600 * 1000;
  let fired = false;
  clock.setTimer(() => (fired = true), deadline - clock.now());
  jest.advanceTimersByTime(year);
  expect(fired).toBe(true);
  expect(clock.now()).toBeGreaterThanOrEqual(deadline);
});

test("it neither goes back nor leaps when fake timers come and go", () => {
  const clock = new PlatformClock();
  const readings = [clock.now()];
  jest.useFakeTimers();
  readings.push(clock.now());
  jest.advanceTimersByTime(50);
  readings.push(clock.now());
  jest.useRealTimers();
  readings.push(clock.now());
  jest.useFakeTimers();
  readings.push(clock.now());
  expect(readings).toEqual([...readings].sort((a, b) => a - b));
  expect((readings[4] as number) - (readings[0] as number)).toBeLessThan(150);
  expect((readings[2] as number) - (readings[1] as number)).toBe(50);
});

test("a timer set on a fake clock that was put away fires all the same, on the next one", () => {
  jest.useFakeTimers();
  const clock = new PlatformClock();
  const seen: string[] = [];
  clock.setTimer(() => seen.push("fired"), 1000);
  jest.useRealTimers();
  jest.useFakeTimers();
  clock.now(); // whoever sets another timer asks for the time
  jest.advanceTimersByTime(999);
  seen.push("999 ms");
  jest.advanceTimersByTime(1);
  expect(seen).toEqual(["999 ms", "fired"]);
});

test("a timer is cleared by the counterpart of what set it", () => {
  const clock = new PlatformClock();
  const timer = clock.setTimer(() => {}, 1_000_000);
  jest.useFakeTimers();
  clock.clearTimer(timer); // the real clearTimeout: Jest would keep waiting for the timer otherwise
  const fake = clock.setTimer(() => {}, 10);
  clock.clearTimer(fake);
  expect(jest.getTimerCount()).toBe(0);
});
