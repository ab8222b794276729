/**
 * What Python's `unittest` gives the tests ported here. These files are compiled with `returns: "coroutine"`.
 *
 *     class LockTests(unittest.IsolatedAsyncioTestCase):         describe("test_locks.LockTests", () => {
 *         async def test_acquire(self): …                          asyncTest("test_acquire", async () => { … });
 *         with self.assertRaises(ValueError): await f()            await assertRaises(ValueError, f());
 *         with self.assertRaises(ValueError): g()                  expect(() => g()).toThrow(ValueError);
 */
import { EventLoop, isCancelled, run, simulatedHost } from "tsyncio";

/**
 * A test whose body runs as the main task of a loop of its own, under virtual time. It fails, too, when something failed
 * that nobody looked at.
 */
export function asyncTest(name: string, body: () => PromiseLike<unknown>): void {
  test(name, () => {
    run(body, { host: simulatedHost() });
  });
}

/** A loop under virtual time, for tests that drive it themselves (`loop.runUntilComplete`). */
export function newLoop(): EventLoop {
  return new EventLoop(simulatedHost());
}

type ErrorClass = abstract new (...args: never[]) => unknown;

/**
 * Awaits it (or what the function gives), and fails unless it fails with such an error (whose message matches, if a pattern
 * is given); the error.
 */
export async function assertRaises<E extends ErrorClass>(
  type: E,
  awaitable: PromiseLike<unknown> | (() => PromiseLike<unknown>),
  pattern?: RegExp,
): Promise<InstanceType<E>> {
  let value: unknown;
  try {
    value = await (typeof awaitable === "function" ? awaitable() : awaitable);
  } catch (error) {
    // A CancelledError is what some tests wait for: the clause names it, or it would only be passing through.
    if (!(error instanceof type) || (isCancelled(error) && !isCancelled(type.prototype))) throw error;
    if (pattern !== undefined) expect(String((error as { message?: unknown }).message)).toMatch(pattern);
    return error as InstanceType<E>;
  }
  throw new Error(`${type.name} was expected; the result was ${String(value)}`);
}
