/**
 * A monotonic clock and the timers that go with it, over whatever `performance` and `setTimeout` are at the moment.
 *
 * A loop compares deadlines with `now()`, so three promises must hold even in a test that switches fake timers on and off
 * half-way: time never goes backwards; when a timer's callback is called, the time it was set for has come; and a timer is
 * not lost. None is true of the platform by itself. Fake timers start their own `performance.now()` near zero; some fake
 * `setTimeout` and leave `performance` real, so a year passes in no time at all; a real timer may fire a fraction of a
 * millisecond early by the other clock; and what was set on a fake clock that is then put away never fires. Hence an
 * offset (between the clock at hand and those before it), a floor (what fired timers have proved), and timers that remember
 * who set them: whenever the time is asked for, those of a `setTimeout` that is no longer the platform's are set again.
 */
import { platform } from "./platform.js";

type SetTimeout = (callback: () => void, delay: number) => unknown;

/** A timer set by {@link PlatformClock.setTimer}. It is cleared by the counterpart of the function that set it. */
interface PlatformTimer {
  readonly deadline: number;
  readonly callback: () => void;
  setter: SetTimeout;
  clear: ((timer: never) => void) | undefined;
  handle: unknown;
}

/** Monotonic milliseconds and timers consistent with them. */
export class PlatformClock {
  #source: unknown;
  #offset = 0;
  #latest = -Infinity;
  #floor = -Infinity;
  readonly #timers = new Set<PlatformTimer>();

  /** Monotonic milliseconds; where they start has no meaning. */
  now(): number {
    const time = this.#read();
    if (this.#timers.size > 0) this.#rescue(time);
    return time;
  }

  /** Calls back once, after at least `delay` milliseconds of this clock. */
  setTimer(callback: () => void, delay: number): unknown {
    const timer: PlatformTimer = {
      deadline: this.#read() + delay,
      callback,
      setter: currentSetTimeout(),
      clear: platform.clearTimeout,
      handle: undefined,
    };
    this.#start(timer, delay);
    this.#timers.add(timer);
    return timer;
  }

  /** Clears a timer that has not fired. */
  clearTimer(timer: unknown): void {
    const { clear, handle } = timer as PlatformTimer;
    this.#timers.delete(timer as PlatformTimer);
    clear?.(handle as never);
  }

  #read(): number {
    const { performance } = platform;
    const source = performance === undefined ? Date.now : performance.now;
    const reading = performance === undefined ? Date.now() : performance.now();
    if (source !== this.#source || reading < this.#latest) {
      // Another clock, or one that was set back: it goes on from where this one was.
      if (this.#source !== undefined) this.#offset += this.#latest - reading;
      this.#source = source;
    }
    this.#latest = reading;
    const time = reading + this.#offset;
    return time > this.#floor ? time : this.#floor;
  }

  #start(timer: PlatformTimer, delay: number): void {
    timer.handle = timer.setter(() => {
      this.#timers.delete(timer);
      if (timer.deadline > this.#floor) this.#floor = timer.deadline;
      timer.callback();
    }, delay);
  }

  #rescue(time: number): void {
    const setter = platform.setTimeout;
    for (const timer of this.#timers) {
      if (timer.setter === setter || setter === undefined) continue;
      timer.clear?.(timer.handle as never);
      timer.setter = setter;
      timer.clear = platform.clearTimeout;
      this.#start(timer, Math.max(0, timer.deadline - time));
    }
  }
}

function currentSetTimeout(): SetTimeout {
  if (platform.setTimeout !== undefined) return platform.setTimeout;
  throw new TypeError("this platform has no setTimeout: use the manual host and step the loop yourself");
}
