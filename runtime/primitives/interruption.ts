/**
 * The one cancellation a scope may ask of the task it runs in, and the question every such scope has on leaving: is what
 * comes out my own cancellation, or somebody else's?
 *
 * asyncio's rules: whoever calls `cancel()` calls `uncancel()` exactly once, on leaving; and the cancellation was its own
 * only if the count of requests is then back at what it was on entry. If it is higher, somebody else wants the task gone as
 * well, and the `CancelledError` must go on.
 */
import { isCancelled } from "../core/errors.js";
import type { Task } from "../core/task.js";

/** A scope's claim on the task it runs in. */
export class Interruption {
  readonly task: Task;
  readonly #level: number;
  #requested = false;

  /** To be made on entry. */
  constructor(task: Task) {
    this.task = task;
    this.#level = task.cancelling();
  }

  /** Cancels the task, the first time it is called. */
  request(reason?: unknown): void {
    if (this.#requested) return;
    this.#requested = true;
    this.task.cancel(reason);
  }

  /**
   * To be called once, on leaving, with the error that comes out of the body, if any. Takes the request back. True: the
   * error is a cancellation that nobody but this scope asked for.
   */
  leave(error: unknown): boolean {
    if (!this.#requested) return false;
    return this.task.uncancel() <= this.#level && isCancelled(error);
  }
}
