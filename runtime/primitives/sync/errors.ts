/**
 * What can go wrong with locks, conditions, semaphores and barriers.
 */
import { TsyncioError } from "../../core/errors.js";

/**
 * A lock, condition or semaphore was used out of turn: released without being held, waited on without its lock. Mirrors the
 * `RuntimeError`s (for `BoundedSemaphore.release` the `ValueError`) of asyncio. Code `TSYNCIO_LOCK_STATE`.
 */
export class LockStateError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_LOCK_STATE";
  }
}

/**
 * The barrier was aborted, or reset while others waited. Mirrors `asyncio.BrokenBarrierError`.
 * Code `TSYNCIO_BROKEN_BARRIER`.
 */
export class BrokenBarrierError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_BROKEN_BARRIER";
  }
}
