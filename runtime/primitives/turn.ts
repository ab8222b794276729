/**
 * A future that is there after exactly one turn of the loop, under every rule.
 *
 * Awaiting something settled takes one turn by ECMAScript's rules and none by a coroutine's; awaiting something that is
 * settled on the next turn takes two. `sleep(0)` must be one in both (asyncio's bare yield). So the waiter does not wait to
 * be woken: it is put into the ready queue when it subscribes, behind the entry that settles the future.
 *
 *     made:        ready queue […, settle]
 *     awaited:     ready queue […, settle, waiter]        by the time the waiter runs, the future is settled
 */
import { FULFILLED, type Waiter } from "../core/deferred.js";
import type { LoopCore } from "../core/loop-core.js";
import { special, SpecialFuture } from "./special-future.js";

/** Done on the loop's next turn. */
export class Turn<T> extends SpecialFuture<T> {
  /** @param onTurn called on that turn, just before those who wait go on; not called when it was cancelled before */
  constructor(loop: LoopCore, result: T, onTurn?: () => void) {
    super({ loop });
    loop.push({
      run: () => {
        if (this.done()) return;
        onTurn?.();
        this.settle(FULFILLED, result);
      },
    });
  }

  override subscribe(waiter: Waiter): void {
    this.loop.push(waiter);
  }
}

special(Turn);
