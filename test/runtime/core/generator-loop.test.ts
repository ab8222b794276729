// An async generator belongs to the loop on which it is iterated first, not to the one that was current when its function was
// called (asyncio's firstiter hook).
import { EventLoop } from "../../../runtime/core/loop.js";
import { virtualHost } from "./hosts.js";
import { compiledCoroutine, compiledGenerator, Out } from "./machines.js";
import { loop as ambient } from "./virtual-loop.js";

/** Yields a number each 10 ms of the loop it runs on. */
const ticking = (loop: EventLoop, log: string[]) =>
  compiledGenerator(function* () {
    try {
      for (let n = 1; ; n++) {
        const slept = loop.createFuture();
        loop.callLater(10, () => slept.setResult(undefined));
        yield slept;
        yield new Out(n);
      }
    } finally {
      log.push("closed");
    }
  });

/** Takes two steps of the generator, on `loop`. */
const iterate = (loop: EventLoop, generator: any): unknown =>
  loop.runUntilComplete(
    compiledCoroutine(function* () {
      const first: any = yield generator.next();
      const second: any = yield generator.next();
      return [first.value, second.value];
    })(),
  );

test("one that was called outside of every loop runs on the loop that iterates it", () => {
  const log: string[] = [];
  const loop = new EventLoop(virtualHost());
  const generator = ticking(loop, log)();
  expect(iterate(loop, generator)).toEqual([1, 2]);
  expect([loop.time(), ambient.time()]).toEqual([20, 0]);
});

test("it is closed with that loop's generators, and not with those of the other one", () => {
  const log: string[] = [];
  const loop = new EventLoop(virtualHost());
  iterate(loop, ticking(loop, log)());
  ambient.runUntilComplete(ambient.shutdownAsyncgens());
  expect(log).toEqual([]);
  loop.runUntilComplete(loop.shutdownAsyncgens());
  expect(log).toEqual(["closed"]);
});

test("one that was begun stays where it is", () => {
  const log: string[] = [];
  const loop = new EventLoop(virtualHost());
  const generator = ticking(loop, log)();
  iterate(loop, generator);
  expect(() => iterate(new EventLoop(virtualHost()), generator)).toThrow(/another loop|different loop/);
});
