/** What the tests of tasks, futures and gather share: they drive loops by hand. */
import { type CancelledError, type EventLoop, isCancelled } from "tsyncio";

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
