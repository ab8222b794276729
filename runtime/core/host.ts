/**
 * What a loop needs from its platform: a clock, two ways of being called back, one timer. The core calls nothing else,
 * so the same core runs on Node, in a browser, under virtual time, or stepped by hand.
 *
 *     guest hosts (node, browser)                 caller-driven hosts (simulated, manual)
 *     ---------------------------                 ---------------------------------------
 *     the platform drives the loop:               somebody calls `loop.runOnce(now)`:
 *     microtask(drain) per generation,            microtask/macrotask/setTimer may be no-ops or
 *     setTimer for the next deadline              only note that there is work
 *
 * Refined against the first sketch of the contract (differences): `guest`, `advance`, `stores` (one object instead of
 * `captureStores`/`runWithStores`, so that asking whether a store is in use is one field read), and the optional
 * `keepAlive`.
 */

/** Platform-wide stores (Node's `AsyncLocalStorage`) that must be, after an `await`, those current when it was reached. */
export interface PlatformStores {
  /** False while no store exists on this platform. Read before every `capture()`; a plain field, so that it is free. */
  readonly inUse: boolean;
  /** Where that is written, when `inUse` is no plain field: read at every await. */
  readonly usage?: {
    /** False while no store exists on this platform. */
    readonly inUse: boolean;
  };
  /** The stores current now. Called when an await or a callback is registered. */
  capture(): unknown;
  /**
   * Runs `callback(argument)` with the captured stores current; with none at all when `stores` is undefined (nothing was in
   * use when it was registered). What `callback` throws passes through.
   */
  run<T>(stores: unknown, callback: (argument: T) => void, argument: T): void;
}

/** What is needed of an `AbortController`, whoever made it. */
export interface AbortControllerLike {
  /** Its `AbortSignal`. */
  readonly signal: unknown;
  /** Aborts the signal, with a reason. */
  abort(reason?: unknown): void;
}

/** What a loop needs from its platform. */
export interface Host {
  /** For messages: "node", "browser", "simulated", "manual". */
  readonly name: string;
  /**
   * True: the platform calls the loop back (node, browser); a settled native promise resumes its waiter in the very
   * microtask in which it is delivered. False: the loop runs only inside `runOnce` (simulated, manual).
   */
  readonly guest: boolean;
  /** Monotonic milliseconds. */
  now(): number;
  /**
   * Calls back once as soon as possible, before the platform looks at I/O or timers (a microtask that no fake timer can
   * replace). Called once per generation of the ready queue: it is the hottest thing a host does. Calls back in order.
   * The callback must run in the platform's root stores (see `stores`), not in those of the caller.
   */
  microtask(callback: () => void): void;
  /** Calls back once after the platform had a chance to poll I/O and timers (setImmediate, MessageChannel). */
  macrotask(callback: () => void): void;
  /** Calls back once after at least `delay` ms (never more than 2^31-1 is asked); keeps the process alive while pending. */
  setTimer(callback: () => void, delay: number): unknown;
  /** Undoes `setTimer`; called only with what it returned, and only while it has not fired. */
  clearTimer(timer: unknown): void;
  /** How many ms a chain of generations may go on before macrotask() is used instead of microtask(); Infinity for none. */
  readonly slice: number;
  /** What becomes of an error nobody looked at (the loop's default exception handler calls it). */
  reportUnhandled(error: unknown, future: unknown): void;
  /** A future that was reported as failed and not looked at was looked at after all. */
  reportHandled?(future: unknown): void;
  /**
   * Calls back once the platform's microtasks are all done, before it goes on to I/O and timers: that is when a failure
   * counts as not looked at. Where this is left out, `macrotask` has to do.
   */
  afterMicrotasks?(callback: () => void): void;
  /** A warning line for humans (never-awaited coroutines, slow callbacks in debug mode, …). */
  warn(message: string, detail?: unknown): void;
  /**
   * Hosts that can run synchronously (simulated) only. Called when nothing is ready: moves time on to `deadline` (ms on
   * this host's clock, Infinity when there is no timer) and returns true, or returns false when nothing can ever happen.
   * Its presence makes `runUntilComplete` and `runForever` synchronous.
   */
  advance?(deadline: number): boolean;
  /** Platform-wide stores; left out where the platform has none. */
  readonly stores?: PlatformStores;
  /** Makes the controller behind `task.signal`; left out where the platform has no `AbortController`. */
  makeAbortController?(): AbortControllerLike;
  /**
   * Calls `listener` when the platform is about to end although the loop may have work (Node: `beforeExit`), for
   * deadlock reports. Returns a function that undoes it. Left out where this cannot be told (browser).
   */
  onIdle?(listener: () => void): () => void;
}
