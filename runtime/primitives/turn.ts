/**
 * A future that is there after exactly one turn of the loop, under every rule.
 *
 * Awaiting something settled takes one turn by ECMAScript's rules and none by a coroutine's; awaiting something that is
 * settled on the next turn takes two. `sleep(0)` must be one in both (asyncio's bare yield). So the first consumer does
 * not wait to be woken: it gets a place in the ready queue when it subscribes, behind the entry that settles the future. The
 * turn itself is the entry in both places.
 *
 *     made:        ready queue […, settle]
 *     awaited:     ready queue […, settle, first]         by the time the first runs, the future is settled
 *
 * Further consumers, and callbacks that only watch, wait as with any other future.
 */
import { FULFILLED, type Waiter } from "../core/deferred.js";
import type { LoopCore } from "../core/loop-core.js";
import type { Runnable } from "../core/runnable.js";
import { special, SpecialFuture } from "./special-future.js";

/** Done on the loop's next turn. */
export class Turn<T> extends SpecialFuture<T> implements Runnable {
  // Declared, and set in the constructor: fields with initialisers cost more than the object itself.
  declare private readonly given: T;
  declare private turned: boolean;
  /** The consumer that has a place in the ready queue; null while there is none, and when it has left. */
  declare private first: Waiter | null;
  declare private placed: boolean;

  constructor(loop: LoopCore, result: T) {
    super({ loop });
    this.given = result;
    this.turned = false;
    this.first = null;
    this.placed = false;
    loop.push(this);
  }

  /** @internal */
  run(): void {
    if (this.turned) {
      const first = this.first;
      this.first = null;
      first?.run();
      return;
    }
    this.turned = true;
    if (this.done()) return;
    this.settle(FULFILLED, this.given);
  }

  /** Who goes on in that turn; null while nobody waits. */
  get waiter(): Waiter | null {
    return this.first;
  }

  override subscribe(waiter: Waiter): void {
    if (this.done() || this.first !== null || waiter.consumerKey() === null) {
      super.subscribe(waiter);
      return;
    }
    this.first = waiter;
    // The place of a first consumer that has left is still there.
    if (!this.placed) this.loop.push(this);
    this.placed = true;
  }

  override unsubscribe(waiter: Waiter): void {
    if (this.first === waiter) this.first = null;
    else super.unsubscribe(waiter);
  }

  override hasOtherConsumers(key: object): boolean {
    const first = this.first === null ? null : this.first.consumerKey();
    return (first !== null && first !== key) || super.hasOtherConsumers(key);
  }
}

special(Turn);
