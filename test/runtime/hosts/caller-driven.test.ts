/** The hosts that nobody but their caller moves: simulated and manual. */
import { manualHost } from "../../../runtime/hosts/manual.js";
import { simulatedHost } from "../../../runtime/hosts/simulated.js";

test("simulated: the clock jumps to the deadline, never back, and knows when nothing can happen", () => {
  const host = simulatedHost({ start: 100 });
  const seen: unknown[] = [host.now(), host.advance(250), host.now(), host.advance(50), host.now()];
  expect(seen).toEqual([100, true, 250, true, 250]);
  expect(host.advance(Infinity)).toBe(false);
  expect(host.now()).toBe(250);
});

test("simulated: failures nobody looked at are thrown before time goes on, or handed over", () => {
  const failure = new Error("unseen");
  const host = simulatedHost();
  host.reportUnhandled(failure, null);
  expect(() => host.advance(5)).toThrow(failure);
  expect(host.advance(5)).toBe(true);
  host.reportUnhandled(failure, null);
  host.reportUnhandled(failure, null);
  expect(() => host.checkUnhandled()).toThrow(AggregateError);
  const seen: unknown[] = [];
  simulatedHost({ onUnhandled: (error) => seen.push(error) }).reportUnhandled(failure, null);
  expect(seen).toEqual([failure]);
});

test("manual: time moves when the caller says so, forwards", () => {
  const host = manualHost();
  host.elapse(16.5);
  host.elapse(0);
  expect(host.now()).toBe(16.5);
  expect(() => host.elapse(-1)).toThrow("elapse needs a number of milliseconds, 0 or more; got -1");
  expect(() => host.elapse(NaN)).toThrow(RangeError);
});

test("manual: an embedder hears that there is work", () => {
  const delays: number[] = [];
  const host = manualHost({ onWork: (delay) => delays.push(delay) });
  host.microtask();
  host.setTimer(() => {}, 40);
  expect(delays).toEqual([0, 40]);
});

test.each([simulatedHost, manualHost])("a start that is no time is refused", (make) => {
  expect(() => make({ start: NaN })).toThrow("start must be a finite number of milliseconds; got NaN");
});

test("warnings go where they were asked to go", () => {
  const seen: unknown[] = [];
  const onWarning = (message: string, detail?: unknown): void => void seen.push([message, detail]);
  simulatedHost({ onWarning }).warn("one");
  manualHost({ onWarning }).warn("two", "detail");
  expect(seen).toEqual([
    ["one", undefined],
    ["two", "detail"],
  ]);
});

test("both make abort controllers for task.signal", () => {
  for (const host of [simulatedHost(), manualHost()]) {
    const controller = host.makeAbortController();
    controller.abort("why");
    expect(controller.signal).toMatchObject({ aborted: true, reason: "why" });
  }
});
