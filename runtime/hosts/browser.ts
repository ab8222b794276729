/**
 * The host for browsers, workers and edge runtimes.
 *
 * Drains are microtasks; a drain that has used up its slice goes on in a message to itself, which browsers deliver after
 * input and rendering had their turn and which, unlike a chain of `setTimeout(0)`, is not clamped to 4 ms. Where there is
 * no `MessageChannel`, a timeout does. Failures that nobody looked at are announced as the platform announces an
 * unhandled rejection: an `unhandledrejection` event, and the console unless a listener called `preventDefault()`.
 */
import type { AbortControllerLike, Host } from "../core/host.js";
import { makeAbortController } from "./abort-controller.js";
import { PlatformClock } from "./clock.js";
import { platform, type EventLike } from "./platform.js";
import { checkSlice } from "./slice.js";

/** Half a frame at 60 Hz, in milliseconds. */
const defaultSlice = 8;

/** Options of {@link browserHost}. */
export interface BrowserHostOptions {
  /** How many milliseconds the loop may go on before it lets the browser render and handle input; 8 by default. */
  readonly slice?: number;
}

/**
 * A host that runs a loop on the browser's event loop.
 *
 * @throws {TypeError} where the platform has no `queueMicrotask`.
 * @throws {RangeError} when `slice` is negative or NaN.
 */
export function browserHost(options: BrowserHostOptions = {}): BrowserHost {
  return new BrowserHost(checkSlice(options.slice ?? defaultSlice));
}

/** Runs a loop on the browser's own. Made by {@link browserHost}. */
export class BrowserHost implements Host {
  readonly name = "browser";
  readonly guest = true;
  readonly slice: number;
  readonly #clock = new PlatformClock();
  // Taken once, so that fake timers that replace the global later cannot stop `await`.
  readonly #queueMicrotask: (callback: () => void) => void;
  readonly #post: (callback: () => void) => void;

  /** @internal Use {@link browserHost}. */
  constructor(slice: number) {
    const { queueMicrotask } = platform;
    if (queueMicrotask === undefined) {
      throw new TypeError("this platform has no queueMicrotask: use the manual host and step the loop yourself");
    }
    this.slice = slice;
    this.#queueMicrotask = (callback) => queueMicrotask(callback);
    this.#post = poster();
  }

  now(): number {
    return this.#clock.now();
  }

  microtask(callback: () => void): void {
    this.#queueMicrotask(callback);
  }

  macrotask(callback: () => void): void {
    this.#post(callback);
  }

  setTimer(callback: () => void, delay: number): unknown {
    return this.#clock.setTimer(callback, delay);
  }

  clearTimer(timer: unknown): void {
    this.#clock.clearTimer(timer);
  }

  reportUnhandled(error: unknown, future: unknown): void {
    const { Event, dispatchEvent, console } = platform;
    if (Event !== undefined && dispatchEvent !== undefined) {
      const event: EventLike = new Event("unhandledrejection", { cancelable: true });
      Object.defineProperties(event, { reason: { value: error }, promise: { value: future } });
      dispatchEvent.call(globalThis, event);
      if (event.defaultPrevented) return;
    }
    console?.error("Uncaught (in task)", error);
  }

  warn(message: string, detail?: unknown): void {
    if (detail === undefined) platform.console?.warn(message);
    else platform.console?.warn(message, detail);
  }

  makeAbortController(): AbortControllerLike {
    return makeAbortController();
  }
}

/** One channel for all callbacks and one message for each: messages arrive in order, and an error stops only its own. */
function poster(): (callback: () => void) => void {
  const { MessageChannel, setTimeout } = platform;
  if (MessageChannel === undefined) return (callback) => void setTimeout?.(callback, 0);
  const channel = new MessageChannel();
  const waiting: (() => void)[] = [];
  channel.port1.onmessage = () => waiting.shift()?.();
  // Where there is a process (a test under Node), the channel alone is no reason to keep it alive.
  channel.port1.unref?.();
  return (callback) => {
    waiting.push(callback);
    channel.port2.postMessage(null);
  };
}
