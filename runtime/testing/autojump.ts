/**
 * `autojump`: for tests that run on the platform's own loop (an `async` test under Jest, say): time jumps to the next timer
 * as soon as there is nothing else to do, so that a test that sleeps for an hour is done at once.
 *
 *     beforeEach(() => { clock = autojump(); });
 *     afterEach(() => { clock.restore(); });
 *
 * Timers and clocks of the platform are replaced as a simulation replaces them; everything else (promises, I/O, chance) is
 * real. There is nothing else to do when the platform has had two chances to bring something (a poll for I/O each) and did
 * not. I/O that takes longer is not seen: then time jumps under its feet, and `threshold` (real milliseconds of quiet) is
 * what to set. Whoever can, uses `simulate` instead, where this is exact. Prior art: trio's `autojump_clock`.
 */
import { loops } from "../core/loop-core.js";
import { type Timed, TimerHeap } from "../core/timer-heap.js";
import { platform } from "../hosts/platform.js";
import { ArgumentError } from "../primitives/argument-error.js";
import { VirtualGlobals } from "./virtual-globals.js";
import { defaultEpoch, type WorldTimer } from "./world.js";

/** Options of {@link autojump}. */
export interface AutojumpOptions {
  /** How many real milliseconds nothing may happen before time jumps; 0 (default): as soon as the platform is idle. */
  readonly threshold?: number;
  /** What `Date` shows at the beginning: a date, or milliseconds since 1970. 2000-01-01T00:00:00Z by default. */
  readonly startDate?: Date | number;
}

/**
 * Replaces timers and clocks (`setTimeout` and its kin, `Date`, `performance.now`, `AbortSignal.timeout`) by ones whose time
 * jumps when nothing else is left to do.
 *
 * @throws {ArgumentError} when an option has no meaning.
 */
export function autojump(options: AutojumpOptions = {}): AutojumpClock {
  return new AutojumpClock(options);
}

/** How often the platform must have had the chance to bring something. */
const chances = 2;

class Timer implements Timed, WorldTimer {
  readonly when: number;
  readonly seq: number;
  readonly #cancelled: () => void;
  callback: (() => void) | null;

  constructor(when: number, seq: number, callback: () => void, cancelled: () => void) {
    this.when = when;
    this.seq = seq;
    this.callback = callback;
    this.#cancelled = cancelled;
  }

  cancel(): void {
    if (this.callback === null) return;
    this.callback = null;
    this.#cancelled();
  }

  cancelled(): boolean {
    return this.callback === null;
  }
}

/**
 * A clock that jumps to the next timer when there is nothing else to do. Made by {@link autojump}; `using clock = autojump()`
 * restores the real ones at the end of the block.
 */
export class AutojumpClock {
  /** @internal As a `World`. */
  readonly epoch: number;
  /** @internal */
  readonly soon = null;
  /** @internal */
  readonly chance = null;
  readonly #threshold: number;
  readonly #globals: VirtualGlobals;
  readonly #timers = new TimerHeap<Timer>();
  // The real ones, taken before they are replaced.
  readonly #later: (callback: () => void) => void;
  readonly #realNow: () => number;
  #now = 0;
  #count = 0;
  #watching = false;
  #quietTurns = 0;
  #quietSince = 0;
  #restored = false;

  /** @internal Use {@link autojump}. */
  constructor({ threshold = 0, startDate = defaultEpoch }: AutojumpOptions) {
    if (!(threshold >= 0))
      throw new ArgumentError(`threshold must be 0 or more milliseconds; got ${String(threshold)}`);
    this.epoch = Number(startDate);
    if (!Number.isFinite(this.epoch)) throw new ArgumentError("startDate must be a valid date");
    this.#threshold = threshold;
    this.#later = realLater();
    this.#realNow = realClock();
    this.#globals = new VirtualGlobals(this);
    this.#globals.install();
  }

  /** Virtual milliseconds since the clock was installed. */
  now(): number {
    return this.#now;
  }

  /** @internal */
  setTimer(delay: number, callback: () => void): WorldTimer {
    const timer = new Timer(this.#now + delay, this.#count++, callback, () => this.#timers.noteCancelled());
    this.#timers.add(timer);
    this.#quietTurns = 0;
    this.#watch();
    return timer;
  }

  /** Puts the real timers and clocks back. Timers that have not fired never will; those of a loop are set again by it. */
  restore(): void {
    if (this.#restored) return;
    this.#restored = true;
    this.#globals.restore();
    this.#timers.clear();
    // When a platform's loop is asked for the time, it finds that its timers were set on a clock that is gone.
    loops.ambient?.host.now();
  }

  /** Restores: for `using`. */
  [Symbol.dispose](): void {
    this.restore();
  }

  #watch(): void {
    if (this.#watching) return;
    this.#watching = true;
    this.#quietSince = this.#realNow();
    this.#later(this.#look);
  }

  readonly #look = (): void => {
    this.#watching = false;
    if (this.#restored) return;
    const next = this.#timers.first();
    if (next === undefined) return;
    if (loops.ambient?.hasReady === true) this.#quietTurns = 0;
    else this.#quietTurns += 1;
    if (this.#quietTurns === 1) this.#quietSince = this.#realNow();
    const quiet = this.#quietTurns > chances && this.#realNow() - this.#quietSince >= this.#threshold;
    if (quiet) this.#jump(next);
    this.#watching = true;
    this.#later(this.#look);
  };

  /** Moves time to the next timer and fires it. What its callback sets off comes before the next one. */
  #jump(next: Timer): void {
    this.#quietTurns = 0;
    this.#now = Math.max(this.#now, next.when);
    const timer = this.#timers.takeDue(this.#now);
    const callback = timer?.callback;
    if (timer !== undefined) timer.callback = null;
    callback?.();
  }
}

/** Calls back after the platform has looked for I/O. */
function realLater(): (callback: () => void) => void {
  const { setImmediate } = globalThis as { setImmediate?: (callback: () => void) => unknown };
  if (setImmediate !== undefined) return (callback) => void setImmediate(callback);
  const { setTimeout } = platform;
  if (setTimeout === undefined) throw new TypeError("this platform has no setTimeout");
  return (callback) => void setTimeout(callback, 0);
}

function realClock(): () => number {
  const { performance } = platform;
  if (performance === undefined) return Date.now;
  const now = performance.now;
  return () => now.call(performance);
}
