/**
 * `gather`: one future for many awaitables, results in the order of the arguments. Mirrors `asyncio.gather`.
 *
 * What differs from `Promise.all` is asyncio's: the same argument twice is waited for once; cancelling the future cancels
 * the children (those nobody else consumes) and it ends only when one of them has; `returnExceptions` puts errors among the
 * results. What is alike: the first failure settles the future at once and the other children *keep running*; their later
 * failures count as looked at.
 *
 *     pending ──a child fails──────────────▶ rejected          (a cancelled child: rejected with its CancelledError)
 *        │────all children done────────────▶ fulfilled, or rejected with CancelledError when cancel() was asked
 *        └────cancel(), no child to ask────▶ cancelled
 */
import { CANCELLED, FULFILLED, REJECTED, STATE, makeCancelledError, type Upstream, type Waiter } from "../core/deferred.js";
import type { EventLoop } from "../core/event-loop.js";
import { ensureFuture, isAwaitable, type Future } from "../core/future.js";
import { ForeignLoopError } from "../core/errors.js";
import { currentEventLoop } from "../core/event-loop.js";
import { consume } from "./consume.js";
