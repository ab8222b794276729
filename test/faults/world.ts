/**
 * What a workload of the fault sweep is, and what it may use. Types only: the sweep itself is sweep.mjs.
 */
import type { EventLoop, Task } from "tsyncio";

/** A concurrent program that must stay sound whatever task is cancelled, whenever. */
export interface Workload {
  /** What it is about; the name of a primitive first. */
  readonly name: string;
  /** It has few steps: two cancellations at every pair of steps are tried as well. */
  readonly small?: boolean;
  /** Starts it, inside the loop; everything it needs is made anew. */
  start(world: World): Invariants;
}

/** What must hold. Each throws, or returns sentences that say what is wrong. */
export interface Invariants {
  /**
   * When nothing moves any more: nobody waits for what is there. Tasks that still wait now do so rightly; they are cancelled
   * afterwards.
   */
  atRest?(): Problems;
  /** When every task has ended: nothing is held, nothing was lost. */
  atEnd?(): Problems;
}

export type Problems = string | false | null | undefined | void | readonly (string | false | null | undefined | void)[];

export interface World {
  readonly loop: EventLoop;
  /** Calls the function as a task that may be cancelled. It must end well, or as cancelled. */
  spawn<T>(name: string, body: () => PromiseLike<T>): Task<T>;
  /** Counts as cancellable a task that was made in another way. `fails`: it may fail. */
  watch<T extends Task<any>>(name: string, task: T, options?: { readonly fails?: boolean }): T;
  /** The names of those that were cancelled so far. */
  readonly cancelled: ReadonlySet<string>;
  /** The tasks spawned that have not ended, by name. */
  readonly unfinished: readonly string[];
  /** Notes that a block was entered, whose `finally` must call what this returns. */
  enter(name: string): () => void;
}
