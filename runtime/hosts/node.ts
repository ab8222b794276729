/**
 * The host for Node, and for Bun and Deno where they answer like Node.
 *
 * Generations of the ready queue are microtasks of the main realm (see main-realm.ts for why), a drain that has used up
 * its slice goes on in a `setImmediate`, after libuv polled for I/O, and timers are whatever `setTimeout` is at the moment
 * of the call, so that fake timers drive `sleep` and never stop `await`. Timers and immediates keep the process alive;
 * waiting for a native promise does not, which is what makes a deadlock visible at `beforeExit`.
 */
import type { AbortControllerLike, Host, PlatformStores } from "../core/host.js";
import { makeAbortController } from "./abort-controller.js";
import { PlatformClock } from "./clock.js";
import { mainRealm, type MainRealm } from "./main-realm.js";
import { reportLikeRejection } from "./node-failures.js";
import type { ProcessControl } from "./process-control.js";
import { checkSlice } from "./slice.js";
import { nodeStores } from "./stores.js";

/** How long a drain may go on before Node gets to poll for I/O, in milliseconds. */
const defaultSlice = 20;

/** Options of {@link nodeHost}. */
export interface NodeHostOptions {
  /**
   * How many milliseconds the loop may go on before it lets Node poll for I/O; 20 by default. `Infinity` gives
   * ECMAScript's behaviour back: a chain of awaits that never ends starves timers and I/O.
   */
  readonly slice?: number;
}

/** Thrown when the node host is asked for where there is no Node. Code `TSYNCIO_NO_NODE`. */
export class NoNodeError extends Error {
  /** The class\'s name. */
  override readonly name = "NoNodeError";
  /** Stable, for programs: "TSYNCIO_…". */
  readonly code = "TSYNCIO_NO_NODE";

  constructor() {
    super(
      "nodeHost() needs Node 20.16 or newer (or Bun or Deno); " +
        "use browserHost() in browsers and workers, or leave the host out and let the runtime choose",
    );
  }
}

/**
 * A host that runs a loop on Node's own event loop.
 *
 * @throws {NoNodeError} not on Node.
 * @throws {RangeError} when `slice` is negative or NaN.
 */
export function nodeHost(options: NodeHostOptions = {}): NodeHost {
  const realm = mainRealm();
  if (realm === null) throw new NoNodeError();
  return new NodeHost(realm, checkSlice(options.slice ?? defaultSlice));
}

/** Runs a loop on Node's own. Made by {@link nodeHost}. */
export class NodeHost implements Host {
  readonly name = "node";
  readonly guest = true;
  readonly slice: number;
  /** The values of `AsyncLocalStorage`, which stay right around every await. */
  readonly stores: PlatformStores;
  /** Interrupts and the exit code, for `run`. */
  readonly process: ProcessControl;
  readonly #realm: MainRealm;
  readonly #clock = new PlatformClock();

  /** @internal Use {@link nodeHost}. */
  constructor(realm: MainRealm, slice: number) {
    this.#realm = realm;
    this.slice = slice;
    this.stores = nodeStores(realm);
    this.process = realm.control;
  }

  now(): number {
    return this.#clock.now();
  }

  microtask(callback: () => void): void {
    this.#realm.queueMicrotask(this.#inRootStores(callback));
  }

  macrotask(callback: () => void): void {
    this.#realm.setImmediate(this.#inRootStores(callback));
  }

  /** In a microtask of its own, because what is asked for outside of them runs before them. */
  afterMicrotasks(callback: () => void): void {
    const run = this.#inRootStores(callback);
    this.#realm.queueMicrotask(() => this.#realm.nextTick(run));
  }

  setTimer(callback: () => void, delay: number): unknown {
    return this.#clock.setTimer(this.#inRootStores(callback), delay);
  }

  clearTimer(timer: unknown): void {
    this.#clock.clearTimer(timer);
  }

  reportUnhandled(error: unknown, future: unknown): void {
    reportLikeRejection(this.#realm, error, future);
  }

  /** As Node tells of a rejection that is handled after all: some time later. */
  reportHandled(future: unknown): void {
    const { process } = this.#realm;
    this.afterMicrotasks(() => process.emit("rejectionHandled", future));
  }

  warn(message: string, detail?: unknown): void {
    const text = detail instanceof Error ? detail.stack : detail;
    const options = { type: "TsyncioWarning" };
    // Only text is worth a line; an object would be printed as [object Object].
    this.#realm.process.emitWarning(message, typeof text === "string" ? { ...options, detail: text } : options);
  }

  makeAbortController(): AbortControllerLike {
    return makeAbortController();
  }

  onIdle(listener: () => void): () => void {
    return this.#realm.beforeExit.listen(listener);
  }

  /** Node runs a callback in the stores of who asked for it; the loop itself belongs to nobody. */
  #inRootStores(callback: () => void): () => void {
    const { stores } = this;
    return stores.inUse ? () => stores.run(undefined, callback, undefined) : callback;
  }
}
