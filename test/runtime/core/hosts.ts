// A host for tests of the core: Node's microtasks and timers, with nothing clever, and lists of what was reported.
import { NativePromise } from "./native.js";
import { registerAmbientLoop } from "../../../runtime/core/ambient.js";
import type { Host } from "../../../runtime/core/host.js";
import { loops } from "../../../runtime/core/loop-core.js";
import { EventLoop } from "../../../runtime/core/loop.js";

export interface TestHost extends Host {
  readonly unhandled: unknown[];
  readonly warnings: string[];
}

/** Driven by Node, like the real node host. */
export function guestHost(): TestHost {
  const unhandled: unknown[] = [];
  const warnings: string[] = [];
  return {
    name: "test",
    guest: true,
    now: () => performance.now(),
    microtask: (callback) => queueMicrotask(callback),
    macrotask: (callback) => void setImmediate(callback),
    setTimer: (callback, delay) => setTimeout(callback, delay),
    clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
    slice: Infinity,
    reportUnhandled: (error) => void unhandled.push(error),
    warn: (message) => void warnings.push(message),
    makeAbortController: () => new AbortController(),
    unhandled,
    warnings,
  };
}

/** Virtual time: jumps to the next deadline. */
export function virtualHost(): TestHost & { time: number; stuck: boolean } {
  const unhandled: unknown[] = [];
  const warnings: string[] = [];
  return {
    name: "virtual",
    guest: false,
    time: 0,
    stuck: false,
    now() {
      return this.time;
    },
    microtask() {},
    macrotask() {},
    setTimer: () => undefined,
    clearTimer() {},
    slice: Infinity,
    advance(deadline) {
      if (deadline === Infinity) return false;
      this.time = Math.max(this.time, deadline);
      return true;
    },
    reportUnhandled: (error) => void unhandled.push(error),
    warn: (message) => void warnings.push(message),
    makeAbortController: () => new AbortController(),
    unhandled,
    warnings,
  };
}

/** Makes a loop on the host the ambient one, for this test file. */
export function useAmbient(host: Host): EventLoop {
  const loop = new EventLoop(host, { holdTasks: false });
  registerAmbientLoop(() => loop);
  loops.ambient = loop;
  return loop;
}

/** Waits until the platform has nothing more to do at once. */
export function settled(): Promise<void> {
  return new NativePromise((resolve) => setImmediate(() => setImmediate(() => setImmediate(resolve))));
}
