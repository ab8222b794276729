/**
 * The runtime's errors. Each has a `code` that stays the same for ever (`TSYNCIO_…`) and a message that says what to write
 * instead. Names asyncio has keep them; what is Python's `RuntimeError` there has a class of its own here.
 *
 * Errors of two copies of this module in one realm recognise each other: `instanceof` goes by `code`.
 */

function codeOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && "code" in value ? value.code : undefined;
}

/** What every error of this runtime is. Code `TSYNCIO_ERROR`. */
export class TsyncioError extends Error {
  /** Stable, for programs: "TSYNCIO_…". */
  get code(): string {
    return "TSYNCIO_ERROR";
  }
  /** The class's name. */
  override get name(): string {
    return this.constructor.name;
  }
}

/**
 * A task or future was cancelled. Mirrors `asyncio.CancelledError`. It is thrown at an `await` of the cancelled task; an
 * ordinary `catch` is passed by, a clause that names `CancelledError` (or calls `isCancelled`) catches it. Code `TSYNCIO_CANCELLED`.
 */
export class CancelledError extends TsyncioError {
  /** What was given to `cancel(reason)`; undefined when nothing was. */
  readonly reason: unknown;
  /** Errors thrown by clean-up code while this cancellation was unwinding; undefined when there were none. */
  suppressed?: unknown[];

  /**
   * @param reason what was given to `cancel`
   * @param message the error's text; made of `reason` when left out
   */
  constructor(reason?: unknown, message?: string) {
    super(message ?? (reason === undefined ? "cancelled" : String(reason)));
    this.reason = reason;
  }
  override get code(): string {
    return "TSYNCIO_CANCELLED";
  }
  override get name(): string {
    return "CancelledError";
  }
  /** Knows those of another copy of this package, too. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
    return this === CancelledError && value instanceof Error && codeOf(value) === "TSYNCIO_CANCELLED";
  }
}

/** Tells whether an error is a cancellation. A `catch` clause that calls it is taken to handle cancellation. */
export function isCancelled(error: unknown): error is CancelledError {
  return error instanceof CancelledError;
}

/**
 * A future was asked for what its state does not allow. Mirrors `asyncio.InvalidStateError`.
 * Code `TSYNCIO_INVALID_STATE`.
 */
export class InvalidStateError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_INVALID_STATE";
  }
}

/**
 * Something took longer than allowed. Mirrors `asyncio.TimeoutError` (Python's `TimeoutError`).
 * Code `TSYNCIO_TIMEOUT`.
 */
export class TimeoutError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_TIMEOUT";
  }
}

/** The main task waits and nothing can ever wake it. The message holds the await graph. Code `TSYNCIO_DEADLOCK`. */
export class DeadlockError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_DEADLOCK";
  }
}

/** The loop was closed. Mirrors asyncio's `RuntimeError: Event loop is closed`. Code `TSYNCIO_LOOP_CLOSED`. */
export class LoopClosedError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_LOOP_CLOSED";
  }
}

/**
 * The loop is in a state that does not allow the call (running, stopped too early, re-entered).
 * Code `TSYNCIO_LOOP_STATE`.
 */
export class LoopStateError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_LOOP_STATE";
  }
}

/** There is no loop here. Mirrors asyncio's `RuntimeError: no running event loop`. Code `TSYNCIO_NO_RUNNING_LOOP`. */
export class NoRunningLoopError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_NO_RUNNING_LOOP";
  }
}

/**
 * A future of one loop was awaited on another. Mirrors asyncio's "attached to a different loop".
 * Code `TSYNCIO_FOREIGN_LOOP`.
 */
export class ForeignLoopError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_FOREIGN_LOOP";
  }
}

/**
 * A task awaited itself. Mirrors asyncio's "Task cannot await on itself". A TypeError, as ECMAScript's own is.
 * Code `TSYNCIO_SELF_AWAIT`.
 */
export class SelfAwaitError extends TypeError {
  /** Stable, for programs: "TSYNCIO_…". */
  get code(): string {
    return "TSYNCIO_SELF_AWAIT";
  }
  /** "SelfAwaitError". */
  override get name(): string {
    return "SelfAwaitError";
  }
}

/** A coroutine was awaited twice, or after it was closed. Code `TSYNCIO_COROUTINE_REUSED`. */
export class CoroutineReusedError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_COROUTINE_REUSED";
  }
}

/** A coroutine was made and nobody awaited it. Reported, never thrown. Code `TSYNCIO_NEVER_AWAITED`. */
export class NeverAwaitedError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_NEVER_AWAITED";
  }
}

/** A delay or deadline is not a number of milliseconds. Code `TSYNCIO_INVALID_DELAY`. */
export class InvalidDelayError extends RangeError {
  /** Stable, for programs: "TSYNCIO_…". */
  get code(): string {
    return "TSYNCIO_INVALID_DELAY";
  }
  /** "InvalidDelayError". */
  override get name(): string {
    return "InvalidDelayError";
  }
}

/**
 * An awaitable of this runtime was required and something else came; most often an async function was not compiled.
 * Code `TSYNCIO_NOT_COMPILED`.
 */
export class NotCompiledError extends TypeError {
  /** Stable, for programs: "TSYNCIO_…". */
  get code(): string {
    return "TSYNCIO_NOT_COMPILED";
  }
  /** "NotCompiledError". */
  override get name(): string {
    return "NotCompiledError";
  }
}

/**
 * A context, token or context variable was used where it does not belong. Mirrors contextvars' RuntimeError/ValueError.
 * Code `TSYNCIO_CONTEXT`.
 */
export class ContextError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_CONTEXT";
  }
}

/**
 * An invariant of the runtime broke: a bug in tsyncio, or compiled code of another ABI version.
 * Code `TSYNCIO_INTERNAL`.
 */
export class InternalError extends TsyncioError {
  override get code(): string {
    return "TSYNCIO_INTERNAL";
  }
}
