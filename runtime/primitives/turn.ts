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
 *
 * Nearly always it is awaited by a task right where it is made. Then nothing lies between the two places, and the task takes
 * both: it stands where the turn stood, and when it is resumed the turn is over (`Task.resume` sees to that).
 */
import { FULFILLED, type Deferred, PENDING, TURN, type Waiter } from "../core/deferred.js";
import type { LoopCore } from "../core/loop-core.js";
import { Root } from "../core/root.js";
import type { Runnable } from "../core/runnable.js";
import { special, SpecialFuture } from "./special-future.js";

/** Done on the loop's next turn. `value` holds the result from the start. */
export class Turn<T> extends SpecialFuture<T> implements Runnable {
  /** Its place in the ready queue has come. */
  declare private turned: boolean;
  /** The consumer that has a place in the ready queue; null while there is none, and when it has left. */
  declare private first: Waiter | null;
  declare private placed: boolean;

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
    this.settle(FULFILLED, this.value);
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
    if (this.placed) return;
    const { loop } = this;
    this.turned = waiter instanceof Root && loop.instruments === null && loop.ready.replaceNewest(this, waiter);
    this.placed = !this.turned;
    if (this.placed) loop.push(this);
  }

  override unsubscribe(waiter: Waiter): void {
    if (this.first !== waiter) {
      super.unsubscribe(waiter);
      return;
    }
    this.first = null;
    if (!this.turned || this.done()) return;
    this.turned = false;
    this.loop.ready.replace(waiter, this);
  }

  override hasOtherConsumers(key: object): boolean {
    const first = this.first === null ? null : this.first.consumerKey();
    return (first !== null && first !== key) || super.hasOtherConsumers(key);
  }
}

special(Turn);

type Fields = Pick<Deferred, "loop" | "flags" | "value" | "waiters"> & {
  turned: boolean;
  first: Waiter | null;
  placed: boolean;
};

// One function that sets all fields: the constructors of a turn's classes would take longer than the turn.
const Made = function (this: Fields, loop: LoopCore, result: unknown): void {
  this.loop = loop;
  this.flags = PENDING | TURN;
  this.value = result;
  this.waiters = null;
  this.turned = false;
  this.first = null;
  this.placed = false;
} as unknown as new (loop: LoopCore, result: unknown) => Turn<unknown>;

Made.prototype = Turn.prototype;

/** A turn of the loop, which gives `result`. */
export function makeTurn<T>(loop: LoopCore, result: T): Turn<T> {
  const turn = new Made(loop, result) as Turn<T>;
  loop.push(turn);
  return turn;
}
