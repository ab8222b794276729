/**
 * `sleep`: the smallest thing one can wait for. Mirrors `asyncio.sleep`, in milliseconds.
 *
 * The time starts when it is called, as with every promise-returning delay in JavaScript. Nothing is left behind when it is
 * cancelled: its timer is taken out.
 */
import { currentLoop } from "../core/ambient.js";
import { FULFILLED } from "../core/deferred.js";
import { InvalidDelayError } from "../core/errors.js";
import { Future } from "../core/future.js";
import type { Handle } from "../core/handle.js";
