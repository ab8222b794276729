/**
 * A host in small that calls its loop back, as Node and browsers do, on virtual time.
 */
import type { Host } from "tsyncio";

interface Timer {
  readonly at: number;
  readonly callback: () => void;
}

/** A platform in small: it calls its loop back as Node does, without stores, and on virtual time. */
export class SmallPlatform implements Host {
  readonly name = "small";
  readonly guest = true;
  readonly slice = Infinity;
  readonly lines: string[] = [];
  #time = 0;
  readonly #microtasks: (() => void)[] = [];
  readonly #macrotasks: (() => void)[] = [];
  readonly #timers = new Set<Timer>();

  now(): number {
    return this.#time;
  }

  microtask(callback: () => void): void {
    this.#microtasks.push(callback);
  }

  macrotask(callback: () => void): void {
    this.#macrotasks.push(callback);
  }

  setTimer(callback: () => void, delay: number): Timer {
    const timer = { at: this.#time + delay, callback };
    this.#timers.add(timer);
    return timer;
  }

  clearTimer(timer: unknown): void {
    this.#timers.delete(timer as Timer);
  }

  reportUnhandled(error: unknown): void {
    this.log("unhandled", error);
  }

  warn(message: string): void {
    this.log("warning", message);
  }

  log(...words: unknown[]): void {
    this.lines.push(words.map(String).join(" "));
  }

  /** Until there is nothing to do. */
  runAll(): void {
    for (;;) {
      const [next] = [...this.#timers].sort((a, b) => a.at - b.at);
      const callback = this.#microtasks.shift() ?? this.#macrotasks.shift() ?? next?.callback;
      if (callback === undefined) return;
      if (callback === next?.callback) {
        this.#timers.delete(next);
        this.#time = Math.max(this.#time, next.at);
      }
      callback();
    }
  }
}
