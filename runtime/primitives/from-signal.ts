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
import { Scope } from "../core/scope.js";
import { type AbortSignalLike, onAbort } from "./abort-signal.js";
import { enclosingTask } from "./enclosing-task.js";
import { ScopeStateError } from "./scope-state-error.js";

/**
 * A scope that is cancelled when `signal` aborts; at its first await when it has aborted already. The `CancelledError` leaves
 * the block, with the signal's reason as its `reason`. (The other way is `currentTask().signal`.)
 *
 *     await using _ = fromSignal(signal);       // from here to the end of the block
 */
export function fromSignal(signal: AbortSignalLike): SignalScope {
  return new SignalScope(signal);
}

/** A block that is cancelled by a signal. Made by {@link fromSignal}. */
export class SignalScope {
  readonly #signal: AbortSignalLike;
  readonly #scope = new Scope();
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
  [asyncEnter](): void {
    if (this.#scope.used) {
      throw new ScopeStateError("this signal scope was entered before: call fromSignal again for each block");
    }
    this.#scope.enter(enclosingTask("a signal scope"));
    this.#stop = onAbort(this.#signal, (reason) => this.#scope.request(reason));
  }

  /** Leaves the scope: called by compiled `await using`. */
  [asyncExit](): void {
    this.#stop?.();
    this.#scope.leave();
  }

  /** Refuses, as a timeout does. @throws {ScopeStateError} always */
  [Symbol.asyncDispose](): never {
    throw new ScopeStateError(
      "`await using` of a signal scope works in compiled code only: write `await fromSignal(signal).run(async () => { … })` here",
    );
  }
}
