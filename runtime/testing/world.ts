/**
 * What the virtual globals (`setTimeout`, `Date`, `Math.random` …) stand on: a clock, timers, randomness. A simulation is a
 * world, and so is the autojump clock.
 */

/** A timer that was set. */
export interface WorldTimer {
  cancel(): void;
}

/** The source of time and chance for the virtual globals. */
export interface World {
  /** What `Date` shows when `now()` is 0, in milliseconds since 1970. */
  readonly epoch: number;
  /** Milliseconds since the beginning; never goes back. */
  now(): number;
  /** Calls back after `delay` ms; timers with equal deadlines in the order they were set. What it throws is uncaught. */
  setTimer(delay: number, callback: () => void): WorldTimer;
  /** Calls back before anything else that is not ready yet: `queueMicrotask`. Null: the platform's own is to be left alone. */
  readonly soon: ((callback: () => void) => void) | null;
  /** Where chance comes from; null: the platform's own is to be left alone. */
  readonly chance: Chance | null;
}

/** Randomness. */
export interface Chance {
  /** An integer from 0 to 2^32 - 1. */
  uint32(): number;
  /** A number from 0 to 1, without 1. */
  fraction(): number;
}

/** 2000-01-01T00:00:00Z: what `Date` shows at the beginning, unless the program wants another day. */
export const defaultEpoch = 946_684_800_000;

/** Which world the virtual globals belong to at the moment: changing it costs nothing, installing them does. */
export interface WorldHolder {
  world: World;
}
