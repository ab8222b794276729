/**
 * From `AbortSignal` to cancellation. (The other way is `currentTask().signal`.)
 *
 *     createTask(job(), { signal });                 the task is cancelled when the signal aborts
 *     await using _ = fromSignal(signal);            the rest of this block is
 *
 * The signal's reason becomes the reason of the `CancelledError`.
 */
import type { Deferred } from "../core/deferred.js";

/** What is needed of an `AbortSignal`, whoever made it. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: "abort", listener: () => void): void;
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Options of everything that a signal can cancel. */
export interface SignalOptions {
  /** Cancels what the call returns when it aborts, with the signal's reason. */
  readonly signal?: AbortSignalLike | undefined;
}

/** Calls back once when the signal aborts, at once if it has already; the returned function takes the listener off. */
export function onAbort(signal: AbortSignalLike, callback: (reason: unknown) => void): () => void {
  if (signal.aborted) {
    callback(signal.reason);
    return () => {};
  }
  const listener = (): void => {
    stop();
    callback(signal.reason);
  };
  const stop = (): void => signal.removeEventListener("abort", listener);
  signal.addEventListener("abort", listener);
  return stop;
}

/** Cancels the future when the signal aborts. Nothing stays with the signal once the future is done. */
export function cancelOnAbort(future: Deferred, signal: AbortSignalLike): void {
  if (future.done()) return;
  const stop = onAbort(signal, (reason) => void future.cancel(reason));
  if (!future.done()) future.addDoneCallback(stop);
}
