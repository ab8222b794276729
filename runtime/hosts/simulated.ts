/**
 * Virtual time: the clock stands still while anything is ready and jumps to the next deadline when nothing is.
 *
 * Prior art: CPython's `test_asyncio/utils.py: TestLoop`, trio's `MockClock` with autojump. Since nothing has to be waited
 * for, a loop on this host runs synchronously: `runUntilComplete` returns the value, a program that sleeps for a year is
 * done at once, and a program that nothing can wake is told so exactly. There is no I/O here: awaiting a native promise,
 * which only the platform could settle, counts as something that never happens.
 */
import type { AbortControllerLike, Host } from "../core/host.js";
import { makeAbortController } from "./abort-controller.js";
import { platform } from "./platform.js";

/** Options of {@link simulatedHost}. */
export interface SimulatedHostOptions {
  /** What the clock shows at first, in milliseconds; 0 by default. */
  readonly start?: number;
  /** Gets failures that nobody looked at. By default they are thrown out of the run, as a process would fail. */
  readonly onUnhandled?: (error: unknown, future: unknown) => void;
  /** Gets warnings. By default they go to the console. */
  readonly onWarning?: (message: string, detail?: unknown) => void;
}

/**
 * A host with virtual time. Loops on it run synchronously.
 *
 * @throws {RangeError} when `start` is not a finite number.
 */
export function simulatedHost(options: SimulatedHostOptions = {}): SimulatedHost {
  return new SimulatedHost(options);
}

/** Virtual time: it jumps to the next deadline when nothing is ready. Made by {@link simulatedHost}. */
export class SimulatedHost implements Host {
  readonly name = "simulated";
  readonly guest = false;
  readonly slice = Infinity;
  readonly #onUnhandled: SimulatedHostOptions["onUnhandled"];
  readonly #onWarning: SimulatedHostOptions["onWarning"];
  readonly #unhandled: unknown[] = [];
  #now: number;

  /** @internal Use {@link simulatedHost}. */
  constructor({ start = 0, onUnhandled, onWarning }: SimulatedHostOptions) {
    if (!Number.isFinite(start)) {
      throw new RangeError(`start must be a finite number of milliseconds; got ${start}`);
    }
    this.#now = start;
    this.#onUnhandled = onUnhandled;
    this.#onWarning = onWarning;
  }

  /** Virtual milliseconds. */
  now(): number {
    return this.#now;
  }

  /** Nothing to do: whoever runs the loop looks at its ready queue. */
  microtask(): void {}

  /** As {@link microtask}. */
  macrotask(): void {}

  /** Nothing to do: the loop is asked for its next deadline. */
  setTimer(): unknown {
    return undefined;
  }

  /** As {@link setTimer}. */
  clearTimer(): void {}

  /**
   * Jumps to `deadline`; false when there is none, since then nothing can ever happen.
   *
   * @throws what nobody looked at, see {@link checkUnhandled}
   */
  advance(deadline: number): boolean {
    this.checkUnhandled();
    if (deadline === Infinity) return false;
    if (deadline > this.#now) this.#now = deadline;
    return true;
  }

  /** Hands the error to `onUnhandled`, or keeps it for {@link checkUnhandled}: here it would hit whoever happens to run. */
  reportUnhandled(error: unknown, future: unknown): void {
    if (this.#onUnhandled === undefined) this.#unhandled.push(error);
    else this.#onUnhandled(error, future);
  }

  /**
   * Called between any two moments, and at the end of a run.
   *
   * @throws the failure that nobody looked at, an `AggregateError` when there were several
   */
  checkUnhandled(): void {
    if (this.#unhandled.length === 0) return;
    const errors = this.#unhandled.splice(0);
    if (errors.length > 1) throw new AggregateError(errors, `${errors.length} failures that nobody looked at`);
    if (errors.length === 1) throw errors[0];
  }

  /** Hands the warning to `onWarning`, or prints it. */
  warn(message: string, detail?: unknown): void {
    if (this.#onWarning !== undefined) this.#onWarning(message, detail);
    else if (detail === undefined) platform.console?.warn(message);
    else platform.console?.warn(message, detail);
  }

  makeAbortController(): AbortControllerLike {
    return makeAbortController();
  }
}
