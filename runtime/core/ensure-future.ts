/**
 * From anything that can be awaited to a future. Mirrors `asyncio.ensure_future`.
 */
import { currentLoop } from "./ambient.js";
import { Coroutine } from "./coroutine.js";
import { newTask } from "./create-task.js";
import { Deferred } from "./deferred.js";
import { ForeignLoopError, NotCompiledError } from "./errors.js";
import { Future } from "./future.js";
import type { LoopCore } from "./loop-core.js";
import { isObject, resolveWith } from "./resolution.js";

/**
 * A future of `loop` for the awaitable: itself when it is one, a task for a coroutine, a future that follows it for any
 * other thenable.
 * @throws ForeignLoopError for a future of another loop; NotCompiledError for what cannot be awaited
 */
export function ensureFutureOn<T>(loop: LoopCore, awaitable: PromiseLike<T>): Deferred<T> {
  const given: unknown = awaitable;
  if (given instanceof Deferred) {
    if (given.loop !== loop)
      throw new ForeignLoopError(
        "this future belongs to another loop: give the function instead of its call, so that it starts on this loop",
      );
    return given as Deferred<T>;
  }
  if (given instanceof Coroutine) return newTask(loop, given as Coroutine<T>);
  if (!isObject(given) || typeof (given as { then?: unknown }).then !== "function") {
    throw new NotCompiledError(
      `an awaitable was expected (a coroutine, task, future or promise), not ${typeof given}: call the async function`,
    );
  }
  const future = new Future<T>({ loop });
  resolveWith(future, given);
  return future;
}

/**
 * A future for the awaitable, on the running loop (or its own): itself when it is one, a task for a coroutine. Mirrors
 * `asyncio.ensure_future`.
 *
 * @throws {NotCompiledError} when it cannot be awaited
 * @throws {ForeignLoopError} when it belongs to another loop than `options.loop`
 */
export function ensureFuture<T>(awaitable: PromiseLike<T>, options?: { readonly loop?: LoopCore }): Deferred<T> {
  const given: unknown = awaitable;
  const loop = options?.loop ?? (given instanceof Deferred ? given.loop : currentLoop());
  return ensureFutureOn(loop, awaitable);
}
