/**
 * A fair line in front of something of which there is a certain amount: a lock (one or none), permits, items, free places.
 *
 *     if (!line.free) await line.enter(loop);
 *     take one;
 *     line.call();
 *
 * Whoever comes while others wait, or while somebody was called and has not gone on yet, goes to the end of the line: what
 * those were called for is kept for them. Who is called looks again when it goes on (it may have been taken by somebody
 * who does not wait, `getNowait`), and if it is gone takes the first place again. One that was called and is cancelled
 * before it goes on has the next one called.
 */
import type { LoopCore } from "../../core/loop-core.js";
import type { Resource } from "./resource.js";
import { Waiters } from "./waiters.js";

/** See above. */
export class Line extends Waiters {
  readonly #amount: () => number;

  /** @param amount how much there is to be taken now */
  constructor(resource: Resource, amount: () => number) {
    super(resource);
    this.#amount = amount;
  }

  /** How much there is that nobody was called for. */
  get unclaimed(): number {
    return this.#amount() - this.called;
  }

  /** Whether one may be taken without waiting. */
  get free(): boolean {
    return this.called === 0 && this.empty && this.#amount() > 0;
  }

  /** Calls those who can take something. To be called whenever there is more, and by everybody who came through `enter`. */
  call(): void {
    while (this.unclaimed > 0 && this.wake());
  }

  /** Waits for one's turn. Nothing is taken yet, but nobody else can come in between before the next await. */
  async enter(loop: LoopCore): Promise<void> {
    "use coroutine";
    let waiter = this.add(loop);
    for (;;) {
      try {
        await waiter;
      } catch (error) {
        if (this.leave(waiter)) this.call();
        throw error;
      }
      this.leave(waiter);
      if (this.#amount() > 0) return;
      waiter = this.addFirst(loop);
    }
  }
}
