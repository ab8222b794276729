/**
 * A host that does nothing by itself: the caller says what time it is and steps the loop.
 *
 * For embedding a loop in something that has a rhythm of its own (a game's frames, a REPL, a foreign scheduler), and for
 * tests that want to look at the world between any two iterations:
 *
 *     const host = manualHost();
 *     const loop = new EventLoop(host);
 *     const task = loop.createTask(main());
 *     loop.runOnce();             // runs what is ready, returns the next deadline
 *     host.elapse(16);            // 16 ms later
 *     loop.runOnce();
 */
import type { AbortControllerLike, Host } from "../core/host.js";
import { makeAbortController } from "./abort-controller.js";
import { platform } from "./platform.js";

/** Options of {@link manualHost}. */
export interface ManualHostOptions {
  /** What the clock shows at first, in milliseconds; 0 by default. */
  readonly start?: number;
  /**
   * Called when the loop has work that it did not have before: at once (delay 0) or in `delay` milliseconds. For an
   * embedder that wants to sleep until there is something to step.
   */
  readonly onWork?: (delay: number) => void;
  /** Gets failures that nobody looked at. By default they go to the console. */
  readonly onUnhandled?: (error: unknown, future: unknown) => void;
  /** Gets warnings. By default they go to the console. */
  readonly onWarning?: (message: string, detail?: unknown) => void;
}

/**
 * A host that is moved by its caller.
 *
 * @throws {RangeError} when `start` is not a finite number.
 */
export function manualHost(options: ManualHostOptions = {}): ManualHost {
  return new ManualHost(options);
}

/**
 * Does nothing by itself: the caller says what time it is, and steps the loop. Made by {@link manualHost}.
 *
 *     const host = manualHost();
 *     const loop = new EventLoop(host);
 *     loop.createTask(main());
 *     loop.runOnce();             // runs what is ready, returns the next deadline
 *     host.elapse(16);            // 16 ms later
 *     loop.runOnce();
 */
export class ManualHost implements Host {
  readonly name = "manual";
  readonly guest = false;
  readonly slice = Infinity;
  readonly #options: ManualHostOptions;
  #now: number;

  /** @internal Use {@link manualHost}. */
  constructor(options: ManualHostOptions) {
    const { start = 0 } = options;
    if (!Number.isFinite(start)) {
      throw new RangeError(`start must be a finite number of milliseconds; got ${start}`);
    }
    this.#options = options;
    this.#now = start;
  }

  /** Milliseconds, as the caller last said. */
  now(): number {
    return this.#now;
  }

  /**
   * Moves the clock on by `duration` milliseconds. Nothing runs; step the loop afterwards.
   *
   * @throws {RangeError} when the duration is negative or not finite: this clock is monotonic.
   */
  elapse(duration: number): void {
    if (!(duration >= 0 && duration < Infinity)) {
      throw new RangeError(`elapse needs a number of milliseconds, 0 or more; got ${duration}`);
    }
    this.#now += duration;
  }

  /** Notes that there is something to step. */
  microtask(): void {
    this.#options.onWork?.(0);
  }

  /** As {@link microtask}. */
  macrotask(): void {
    this.#options.onWork?.(0);
  }

  /** Notes that there will be something to step. */
  setTimer(_callback: () => void, delay: number): unknown {
    this.#options.onWork?.(delay);
    return undefined;
  }

  /** Nothing to undo: whoever steps too early finds nothing ready. */
  clearTimer(): void {}

  /** Hands the error to `onUnhandled`, or prints it. */
  reportUnhandled(error: unknown, future: unknown): void {
    const { onUnhandled } = this.#options;
    if (onUnhandled === undefined) platform.console?.error("Uncaught (in task)", error);
    else onUnhandled(error, future);
  }

  /** Hands the warning to `onWarning`, or prints it. */
  warn(message: string, detail?: unknown): void {
    const { onWarning } = this.#options;
    if (onWarning !== undefined) onWarning(message, detail);
    else if (detail === undefined) platform.console?.warn(message);
    else platform.console?.warn(message, detail);
  }

  makeAbortController(): AbortControllerLike {
    return makeAbortController();
  }
}
