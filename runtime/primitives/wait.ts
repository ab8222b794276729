/**
 * `wait`: waits for several futures without deciding anything about them. Mirrors `asyncio.wait`.
 *
 *     const [done, pending] = await wait(tasks, { timeout: 500, returnWhen: FIRST_COMPLETED });
 *     for (const task of pending) task.cancel();
 *
 * It never throws what they failed with, never raises a TimeoutError, never cancels: not even when it is cancelled itself.
 * The sets keep the order in which the futures were given. They are drawn up when the waiter goes on, not when it was woken,
 * so that a future which ended in between is found among `done` (asyncio's rule 26).
 */
import { CANCELLED, FULFILLED, makeCancelledError, STATE, type Deferred, type Waiter } from "../core/deferred.js";
import { InvalidDelayError, NotCompiledError } from "../core/errors.js";
import type { EventLoop } from "../core/event-loop.js";
import { Future, isFuture } from "../core/future.js";
import type { Handle } from "../core/handle.js";
import { isCoroutine } from "../core/coroutine.js";
import { countsAsPromise } from "../core/promise.js";
import { consume } from "./consume.js";
import { sameLoop } from "./start-all.js";

/** `returnWhen`: as soon as one of them has ended in any way. */
export const FIRST_COMPLETED = "FIRST_COMPLETED";
/** `returnWhen`: as soon as one of them has failed (being cancelled is no failure), or all have ended. */
export const FIRST_EXCEPTION = "FIRST_EXCEPTION";
/** `returnWhen`: when all have ended. */
export const ALL_COMPLETED = "ALL_COMPLETED";

/** What ends a `wait`. */
export type ReturnWhen = typeof FIRST_COMPLETED | typeof FIRST_EXCEPTION | typeof ALL_COMPLETED;
