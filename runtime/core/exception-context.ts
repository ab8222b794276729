/** What the loop says when an error has nowhere else to go. */

/** What an exception handler is told. asyncio's keys. */
export interface ExceptionContext {
  /** What happened, in a sentence. */
  readonly message: string;
  /** The error, if it was one. */
  readonly exception?: unknown;
  /** The future that failed. */
  readonly future?: unknown;
  /** The task that failed, or whose doing it was. */
  readonly task?: unknown;
  /** The callback's `Handle`. */
  readonly handle?: unknown;
  /** The async generator that failed while it was being closed. */
  readonly asyncgen?: unknown;
}
