/**
 * Policies: who decides when a simulated world could go on in more than one way.
 *
 * Whatever is left open in a simulation is a *choice*: which of the ready tasks runs next, and whatever a program's own
 * fakes leave open (does this packet get lost?). All of them go through one function,
 *
 *     choose(kind, n, label)      one of 0 … n-1; label(i) says what the i-th possibility is
 *
 * and whoever answers decides on the whole run. Possibility 0 is always what a real loop would do, so `fifo` is "always
 * 0"; `random` draws; a recorded schedule answers as before. Prior art: FoundationDB's deterministic simulation, loom and
 * shuttle (Rust), trio's seeded batches.
 */
import type { Random } from "./random.js";

/** Names one of the possibilities. Made only when somebody wants to read it. */
export type Label = (index: number) => string;

/** Decides. */
export interface Policy {
  /** For reports and schedules. */
  readonly name: string;
  /**
   * Chooses one of `n` possibilities (2 or more).
   *
   * @param kind what is open: `"task"` for which task runs next, else what the program under test says
   * @param label names a possibility
   * @returns an integer from 0 to `n` - 1
   */
  choose(kind: string, n: number, label: Label): number;
}

/** Real semantics: first in, first out; 0 of everything. */
export const fifo: Policy = {
  name: "fifo",
  choose: () => 0,
};

/** Every possibility is as likely as any other. */
export class RandomPolicy implements Policy {
  readonly name = "random";
  readonly #random: Random;

  /** @param random where the numbers come from */
  constructor(random: Random) {
    this.#random = random;
  }

  choose(_kind: string, n: number): number {
    return this.#random.below(n);
  }
}
