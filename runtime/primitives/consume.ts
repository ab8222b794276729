/**
 * How the primitives wait for a future without a task: they leave a waiter with it that counts as a consumer until its
 * owner is done. The future's failure is then looked at, and cancelling another waiter does not cancel it.
 */
import { HANDLED, type Deferred, type Waiter } from "../core/deferred.js";

class Consumer<F extends Deferred> implements Waiter {
  private readonly source: F;
  private readonly owner: Deferred;
  private readonly onDone: (source: F) => void;

  constructor(source: F, owner: Deferred, onDone: (source: F) => void) {
    this.source = source;
    this.owner = owner;
    this.onDone = onDone;
  }

  run(): void {
    this.onDone(this.source);
  }

  consumerKey(): object | null {
    return this.owner.done() ? null : this.owner;
  }
}

/** Calls `onDone(source)` on a turn of the loop once `source` is done, and consumes it until then on behalf of `owner`, while that is pending. */
export function consume<F extends Deferred>(source: F, owner: Deferred, onDone: (source: F) => void): Waiter {
  const consumer = new Consumer(source, owner, onDone);
  source.flags |= HANDLED;
  source.subscribe(consumer);
  return consumer;
}

/**
 * Stops consuming a source that is still pending. If nobody else consumes it now, nobody speaks for it any more: should it
 * fail, that is reported.
 */
export function release(source: Deferred, owner: object, waiter: Waiter): void {
  if (source.done()) return;
  source.unsubscribe(waiter);
  if (!source.hasOtherConsumers(owner)) source.flags &= ~HANDLED;
}
