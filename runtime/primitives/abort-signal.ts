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
  /** Whether it has aborted. */
  readonly aborted: boolean;
  /** Why. */
  readonly reason?: unknown;
  /** Calls `listener` when it aborts. */
  addEventListener(type: "abort", listener: () => void): void;
  /** Undoes that. */
  removeEventListener(type: "abort", listener: () => void): void;
}

/** Options of everything that a signal can cancel. */
export interface SignalOptions {
  /** Cancels what the call returns when it aborts, with the signal's reason. */
  readonly signal?: AbortSignalLike | undefined;
}

/** Those who wait for one signal. They share a listener: Node warns of a leak at eleven, and a group may have thousands. */
class Audience {
  private readonly signal: AbortSignalLike;
  private readonly callbacks = new Set<(reason: unknown) => void>();

  constructor(signal: AbortSignalLike) {
    this.signal = signal;
  }

  private readonly listener = (): void => {
    const callbacks = [...this.callbacks];
    this.callbacks.clear();
    this.leave();
    for (const callback of callbacks) callback(this.signal.reason);
  };

  add(callback: (reason: unknown) => void): () => void {
    const own = (reason: unknown): void => callback(reason);
    if (this.callbacks.size === 0) this.signal.addEventListener("abort", this.listener);
    this.callbacks.add(own);
    return () => {
      if (this.callbacks.delete(own) && this.callbacks.size === 0) this.leave();
    };
  }

  private leave(): void {
    this.signal.removeEventListener("abort", this.listener);
  }
}

const audiences = new WeakMap<AbortSignalLike, Audience>();

/** Calls back once when the signal aborts, at once if it has already; the returned function undoes it. */
export function onAbort(signal: AbortSignalLike, callback: (reason: unknown) => void): () => void {
  if (signal.aborted) {
    callback(signal.reason);
    return () => {};
  }
  let audience = audiences.get(signal);
  if (audience === undefined) audiences.set(signal, (audience = new Audience(signal)));
  return audience.add(callback);
}

/** Cancels the future when the signal aborts. Nothing stays with the signal once the future is done. */
export function cancelOnAbort(future: Deferred, signal: AbortSignalLike): void {
  if (future.done()) return;
  const stop = onAbort(signal, (reason) => void future.cancel(reason));
  if (!future.done()) future.addDoneCallback(stop);
}
