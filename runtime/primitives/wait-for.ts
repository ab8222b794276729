/**
 * `waitFor`: one awaitable, with a time limit. Mirrors `asyncio.wait_for` of 3.12 and later.
 *
 * No task is made for a coroutine: it runs in the caller's, inside a `timeout`. What is running already (a task, a
 * promise) is waited for in a task of its own, so that the time starts when `waitFor` is called.
 *
 * When the time is over the awaitable is cancelled and waited for: if it handles the cancellation and gives a value after
 * all, that value is the result; if it fails otherwise, its error is. What others are waiting for too is left to them.
 */
import { isCoroutine, type Coroutine } from "../core/coroutine.js";
import { ensureFuture } from "../core/ensure-future.js";
import { isCancelled, TimeoutError } from "../core/errors.js";
import { timeout } from "./timeout.js";
import { wait } from "./wait.js";

/**
 * Waits for `awaitable` for at most `limit` milliseconds; null for no limit. Mirrors `asyncio.wait_for`, which counts seconds.
 * When the time is over the awaitable is cancelled and waited for, unless others wait for it too.
 *
 * With zero or less, what is done gives its result and everything else is cancelled at once; a coroutine is not even
 * started.
 *
 * Rejects with `TimeoutError` when it takes longer, with `InvalidDelayError` when the limit is NaN.
 */
export function waitFor<T>(awaitable: PromiseLike<T>, limit: number | null): Promise<T> {
  return (isCoroutine as (value: unknown) => boolean)(awaitable)
    ? inCaller(awaitable, limit)
    : inTask(awaitable, limit);
}

async function inTask<T>(awaitable: PromiseLike<T>, limit: number | null): Promise<T> {
  "use task";
  return await inCaller(awaitable, limit);
}

async function inCaller<T>(awaitable: PromiseLike<T>, limit: number | null): Promise<T> {
  "use coroutine";
  if (limit !== null && limit <= 0) return await atOnce(awaitable);
  await using _ = timeout(limit);
  return await awaitable;
}

async function atOnce<T>(awaitable: PromiseLike<T>): Promise<T> {
  "use coroutine";
  const late = "was not done at once, and no time was given";
  if (isCoroutine(awaitable)) {
    (awaitable as Coroutine).close();
    throw new TimeoutError(late);
  }
  const future = ensureFuture(awaitable);
  if (!future.done()) {
    future.cancel();
    await wait([future as unknown as PromiseLike<T>]);
  }
  try {
    return future.result();
  } catch (error) {
    if (isCancelled(error)) throw new TimeoutError(late, { cause: error });
    throw error;
  }
}
