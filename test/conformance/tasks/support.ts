/** What the tests of tasks, futures and gather share: they drive loops by hand. */
import { type CancelledError, type EventLoop, type Future, isCancelled, sleep, type Task } from "tsyncio";

/** `test_utils.run_briefly`: runs what is ready now. */
export function runBriefly(loop: EventLoop): void {
  const nothing = async (): Promise<void> => {};
  loop.runUntilComplete(nothing());
}

/** Runs all that is ready, and what that makes ready; no timers. */
export function runReady(loop: EventLoop): void {
  while (loop.hasReady) runBriefly(loop);
}

/** `assertRaises(CancelledError, loop.run_until_complete, awaitable)`; the error. */
export function expectCancelled(loop: EventLoop, awaitable: PromiseLike<unknown>): CancelledError {
  try {
    loop.runUntilComplete(awaitable);
  } catch (error) {
    if (!isCancelled(error)) throw error;
    return error;
  }
  throw new Error("a CancelledError was expected");
}

/** A sleeper's coroutine, for tests that need no more. */
export const sleeper = async (): Promise<void> => {
  await sleep(10_000);
};

/** What `cancel` is given, and what the error carries. */
export const reasons = [undefined, "my message", 5];

/** A task that has begun and waits for `f`. */
export function waitingFor(loop: EventLoop, f: Future<void>): Task<number> {
  const task = async (): Promise<number> => {
    await f;
    return 12;
  };
  const t = loop.createTask(task());
  runBriefly(loop);
  return t;
}
