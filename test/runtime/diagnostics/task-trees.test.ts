// What `tsyncio ps` is answered: the trees of all loops with tasks that wait. It asks the realm's shared record, and so do
// these tests.
import { createTask, EventLoop, manualHost, Runner, simulatedHost, sleep } from "tsyncio";

const trees = (): string[] => (globalThis as any)[Symbol.for("tsyncio@1")].taskTree().split("\n\n");

const nothing = [expect.stringMatching(/^(No loop was started|There is no task)\.$/)];

/** A loop that the caller steps, with a task that waits; stepped once. */
function waiting(name: string, ms = 10) {
  const host = manualHost();
  const loop = new EventLoop(host);
  const task = loop.createTask(sleepOn(loop, ms), { name });
  loop.runOnce();
  return { host, loop, task };
}

function sleepOn(loop: EventLoop, ms: number): PromiseLike<unknown> {
  const future = loop.createFuture();
  loop.callLater(ms, () => future.done() || future.setResult(undefined));
  return future;
}

test("no loop has a task", () => {
  expect(trees()).toEqual(nothing);
});

test("every loop with tasks that wait is shown, whoever made it", () => {
  const a = waiting("a");
  const b = waiting("b");
  expect(trees()).toEqual([
    expect.stringContaining("a (future) waits for"),
    expect.stringContaining("b (future) waits for"),
  ]);
  a.loop.close();
  b.loop.close();
});

test("a loop leaves when its tasks are done, and when it is closed", () => {
  const a = waiting("a");
  const b = waiting("b");
  a.host.elapse(10);
  while (a.loop.runOnce() !== Infinity);
  expect(a.task.done()).toBe(true);
  expect(trees()).toEqual([expect.stringContaining("b (future)")]);
  b.loop.close();
  expect(trees()).toEqual(nothing);
});

test("a loop under virtual time is shown while it runs, and is not kept", () => {
  const seen: string[][] = [];
  const runner = new Runner({ host: simulatedHost() });
  runner.getLoop().callLater(5, () => seen.push(trees()));
  runner.run(() => createTask(sleep(10), { name: "napping" }));
  runner.close();
  expect(seen).toEqual([[expect.stringMatching(/^napping .*waits for a Sleep/)]]);
  expect(trees()).toEqual(nothing);
});
