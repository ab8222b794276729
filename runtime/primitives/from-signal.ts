/**
 * `fromSignal`: a block that is cancelled when an `AbortSignal` aborts.
 *
 *     async function handler({ signal }) {
 *       await using _ = fromSignal(signal);       from here on an abort is a cancellation:
 *       await using file = await open(path);      finally blocks run, disposables are disposed of
 *       …
 *     }
 *
 * The `CancelledError` leaves the block as it is, with the signal's reason as its `reason`; the request is taken back, so
 * that somebody further out who handles it leaves nothing behind.
 */
import { asyncEnter, asyncExit } from "../core/disposal.js";
import type { Handle } from "../core/handle.js";
import type { EventLoop } from "../core/loop.js";
import { type AbortSignalLike, onAbort } from "./abort-signal.js";
import { enclosingTask } from "./enclosing-task.js";
import { Interruption } from "./interruption.js";
import { ScopeStateError } from "./scope-state-error.js";
import { Turn } from "./turn.js";

/** A scope that is cancelled when `signal` aborts; at its first await when it has aborted already. */
export function fromSignal(signal: AbortSignalLike): SignalScope {
  return new SignalScope(signal);
}

/** See {@link fromSignal}. */
export class SignalScope {
  readonly #signal: AbortSignalLike;
  #interruption: Interruption | undefined;
  #stop: (() => void) | undefined;

  /** @internal Use `fromSignal`. */
  constructor(signal: AbortSignalLike) {
    this.#signal = signal;
  }

  /** Runs `body` in this scope, as a task of its own: the form for callers that are not compiled. Gives what `body` gives. */
  async run<T>(body: (scope: SignalScope) => PromiseLike<T> | T): Promise<T> {
    "use task";
    await using scope = this;
    return await body(scope);
  }

  /** Enters the scope: called by compiled `await using`. @throws {ScopeStateError} outside a task, or the second time */
  [asyncEnter](): PromiseLike<this> {
    if (this.#interruption !== undefined) {
      throw new ScopeStateError("this signal scope was entered before: call fromSignal again for each block");
    }
    const interruption = new Interruption(enclosingTask("a signal scope"));
    this.#interruption = interruption;
    const loop = interruption.task.loop as EventLoop;
    return new Turn(loop, this, () => {
      // Not in this turn, even if it has aborted already: the block is about to begin, and is to leave by its exit.
      let request: Handle | undefined;
      const stop = onAbort(this.#signal, (reason) => {
        request = loop.callSoon(() => interruption.request(reason));
      });
      this.#stop = () => {
        stop();
        request?.cancel();
      };
    });
  }

  /** Leaves the scope: called by compiled `await using`. */
  [asyncExit](error?: unknown): void {
    this.#stop?.();
    this.#interruption?.leave(error);
  }

  /** Refuses, as a timeout does. */
  [Symbol.asyncDispose](): never {
    throw new ScopeStateError(
      "`await using` of a signal scope works in compiled code only: write `await fromSignal(signal).run(async () => { … })` here",
    );
  }
}
