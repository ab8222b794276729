/** `wrapFuture`, and edges of the await graph added by hand. */
import {
  EventLoop,
  Future,
  futureAddToAwaitedBy,
  futureDiscardFromAwaitedBy,
  simulatedHost,
  wrapFuture,
} from "tsyncio";
import { story } from "../../programs/program.js";

const newLoop = (): EventLoop => new EventLoop(simulatedHost());

function runReady(loop: EventLoop): void {
  while (loop.hasReady) loop.runOnce();
}

test("an outcome goes over to the other loop: results, errors, cancellations", () => {
  for (const settle of [
    (source: Future<number>) => source.setResult(1),
    (source: Future<number>) => source.setException(new RangeError("no")),
    (source: Future<number>) => void source.cancel("reason"),
  ]) {
    const [here, there] = [newLoop(), newLoop()];
    const source = there.createFuture<number>();
    const wrapped = wrapFuture(source, { loop: here });
    settle(source);
    expect(wrapped.done()).toBe(false);
    runReady(there);
    expect(wrapped.done()).toBe(false);
    runReady(here);
    expect([wrapped.done(), wrapped.cancelled()]).toEqual([true, source.cancelled()]);
    const outcome = (future: Future<number>): unknown => {
      try {
        return future.result();
      } catch (error) {
        return error;
      }
    };
    expect(outcome(wrapped)).toBe(outcome(source));
  }
});

test("cancelling leaves a source alone that somebody else waits for", () => {
  const [here, there] = [newLoop(), newLoop()];
  const source = there.createFuture<number>();
  source.then(() => {});
  wrapFuture(source, { loop: here }).cancel();
  runReady(there);
  expect(source.done()).toBe(false);
});

test("for a promise of the platform, cancelling aborts the controller given", () => {
  const log = story(`
    import { createTask, sleep, wait, wrapFuture } from "tsyncio";
    export async function main(log) {
      const controller = { signal: undefined, abort: (reason) => log("aborted", reason) };
      const thenable = { then(resolve) { } };
      const waits = createTask((async () => { await wrapFuture(thenable, { controller }); })());
      await sleep(1);
      waits.cancel("no more");
      await wait([waits]);
      log(waits.cancelled());
      log(await wrapFuture({ then(resolve) { resolve("there"); } }, { controller }));
    }`);
  expect(log).toBe("aborted no more\ntrue\nthere\n=> undefined");
});

test("an edge of the await graph is seen in a task's stack, until it is taken away", () => {
  const loop = newLoop();
  const future = new Future<void>({ loop });
  const [inner, outer] = ["inner", "outer"].map((name) => loop.createTask(future, { name }));
  loop.runOnce();
  const names = (): number => inner?.stack().length ?? 0;
  const alone = names();
  futureAddToAwaitedBy(inner!, outer!);
  futureAddToAwaitedBy(inner!, outer!);
  expect(names()).toBe(2 * alone);
  futureDiscardFromAwaitedBy(inner!, outer!);
  expect(names()).toBe(alone);
  futureDiscardFromAwaitedBy(inner!, outer!);
  future.setResult();
  runReady(loop);
  // Of what is done nothing is noted.
  futureAddToAwaitedBy(inner!, outer!);
  expect(names()).toBe(alone);
});
