/**
 * The event loop as asyncio's programs know it, over `LoopCore`. Time is milliseconds everywhere.
 *
 * On a guest host (node, browser) the platform runs the loop from the moment it is made: `runForever` and
 * `runUntilComplete` only say that it should, and hand back something to wait for. On a host that can advance time itself
 * (simulated) both are synchronous. On a manual host the caller steps: `runOnce(now)`.
 */
import type { Context } from "./context.js";
import { currentStore } from "./context.js";
import type { Coroutine } from "./coroutine.js";
import { takeNeverAwaited } from "./coroutine-frame.js";
import { newTask, type TaskFactory, type TaskOptions } from "./create-task.js";
import { type Deferred, HANDLED } from "./deferred.js";
import { ensureFutureOn } from "./ensure-future.js";
import { DeadlockError, LoopStateError } from "./errors.js";
import type { ExceptionContext } from "./exception-context.js";
import { Future } from "./future.js";
import { formatAwaitGraph } from "./graph.js";
import { Handle, TimerHandle } from "./handle.js";
import type { Host } from "./host.js";
import { type Instrument, Instruments } from "./instruments.js";
import { LoopCore, loops, waitingLoops } from "./loop-core.js";
import { trimStack } from "./stack.js";
import { StepWatch } from "./step-watch.js";
import { Task } from "./task.js";
import { type ClosableGenerator, GeneratorRegistry } from "./generator-registry.js";

type Callback<A extends unknown[]> = (...args: A) => unknown;
type AnyCallback = (...args: unknown[]) => unknown;

/** Told about errors that have nowhere else to go. Set by `EventLoop.setExceptionHandler`. */
export type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void;

/** Options of a new loop. */
export interface LoopOptions {
  /** Starts with debug mode on. */
  readonly debug?: boolean;
  /** True (default): waiting tasks are kept alive by the loop. False for ambient loops, which only list them. */
  readonly holdTasks?: boolean;
  /** How many generations may share one microtask of the host, see `LoopCore.burst`; 1,024 when left out. */
  readonly burst?: number;
}

function unlisted(awaited: Deferred | null): Task | null {
  return awaited instanceof Task && awaited.slot < 0 ? awaited : null;
}

/**
 * The event loop. Mirrors `asyncio.EventLoop` (everything that is not I/O), in milliseconds.
 *
 * Programs rarely make one: `run` and the ambient loop do. By hand, `new EventLoop(simulatedHost())` is run synchronously with
 * `runUntilComplete`, `new EventLoop(manualHost())` is stepped with `runOnce`, and one on a guest host (`nodeHost()`,
 * `browserHost()`) is run by the platform.
 */
export class EventLoop extends LoopCore {
  /** Debug mode reports callbacks and steps that take longer than this, in milliseconds. Mirrors `loop.slow_callback_duration`. */
  slowCallbackDuration = 100;
  private debug = false;
  private watch: StepWatch | null = null;
  private handler: ExceptionHandler | null = null;
  private readonly generators = new GeneratorRegistry();
  private mainDone: Future<void> | null = null;
  private inSyncRun = false;
  private stopRequested = false;
  /** Ends watching for the end of the platform; undefined while nobody does. */
  private unwatch: (() => void) | undefined = undefined;

  /** @param host the platform it runs on */
  constructor(host: Host, options: LoopOptions = {}) {
    super(host);
    this.setDebug(options.debug ?? false);
    this.tasks.strong = options.holdTasks ?? true;
    this.burst = options.burst ?? this.burst;
  }

  // ---- Running

  /**
   * Runs until `stop()`. Synchronous where the host can advance time; elsewhere the platform runs the loop, and a future
   * is returned that is done once it was stopped. Mirrors `loop.run_forever`.
   *
   * @throws {LoopClosedError}
   * @throws {LoopStateError} when it is running synchronously
   * @throws {DeadlockError} when nothing can ever happen
   */
  runForever(): Future<void> | undefined {
    this.checkOpen();
    if (this.host.advance !== undefined) {
      this.runSync(() => false);
      return undefined;
    }
    this.unpause();
    return (this.mainDone ??= new Future<void>({ loop: this }));
  }

  /**
   * Runs until the awaitable is done. Synchronous where the host can advance time: returns its result or throws what it
   * failed with. Elsewhere returns the future (or task) made of it, and the platform goes on. Mirrors
   * `loop.run_until_complete`.
   *
   * @throws {LoopClosedError}
   * @throws {LoopStateError} when it is running synchronously, or was stopped before the end
   * @throws {DeadlockError} when nothing can ever happen and it is not done
   */
  runUntilComplete<T>(awaitable: PromiseLike<T>): T | Future<T> {
    this.checkOpen();
    if (this.inSyncRun) throw new LoopStateError("this loop is already running: await the coroutine instead");
    const outer = loops.running;
    loops.running = this;
    let future: Deferred<T>;
    try {
      future = ensureFutureOn(this, awaitable);
    } finally {
      loops.running = outer;
    }
    if (this.host.advance === undefined) {
      this.unpause();
      return future as Future<T>;
    }
    future.flags |= HANDLED;
    this.runSync(() => future.done(), future);
    if (!future.done()) throw new LoopStateError("the loop was stopped before the future was done");
    return future.result();
  }

  private runSync(until: () => boolean, main?: Deferred): void {
    if (this.inSyncRun || this.isDraining)
      throw new LoopStateError("this loop is already running: await instead of running it again");
    const { host } = this;
    this.inSyncRun = true;
    try {
      for (;;) {
        const now = host.now();
        const next = this.runOnce(now);
        if (this.closed || this.stopRequested || until()) return;
        if (next <= now) continue;
        if (host.advance?.(next) !== true && !this.hasReady) throw this.deadlock(main);
      }
    } finally {
      this.inSyncRun = false;
      this.stopRequested = false;
    }
  }

  /** @internal The error that says that nothing can ever wake `main`, with the await graph. */
  deadlock(main?: Deferred): DeadlockError {
    const graph = formatAwaitGraph(this.allTasks(), main);
    return new DeadlockError(
      `nothing can ever happen any more, but ${main === undefined ? "the loop was not stopped" : "the main task waits"}.\n${graph}`,
    );
  }

  /** Ends `runForever` and `runUntilComplete` after what is ready now. Mirrors `loop.stop`. */
  stop(): void {
    if (this.host.advance !== undefined) {
      this.stopRequested = true;
      return;
    }
    this.callSoon(() => {
      this.pause();
      const done = this.mainDone;
      this.mainDone = null;
      if (done !== null && !done.done()) done.setResult();
    });
  }

  /** Whether it runs: on guest hosts, unless it was stopped or closed. Mirrors `loop.is_running`. */
  isRunning(): boolean {
    if (this.closed) return false;
    return this.inSyncRun || this.isDraining || (this.host.guest && !this.stopped);
  }

  /** @internal Asked for eager tasks: a loop that runs only synchronously takes no step before it runs. */
  override canStep(): boolean {
    return this.host.advance === undefined || this.inSyncRun || this.isDraining;
  }

  /** Whether `close` was called. Mirrors `loop.is_closed`. */
  isClosed(): boolean {
    return this.closed;
  }

  /**
   * Closes the loop for good: what is ready and all timers are dropped, and coroutines that were never awaited are reported.
   * Mirrors `loop.close`.
   *
   * @throws {LoopStateError} while it runs synchronously
   */
  close(): void {
    if (this.closed) return;
    if (this.inSyncRun)
      throw new LoopStateError(
        "a running loop cannot be closed: stop() it first, or close it after runUntilComplete()",
      );
    this.reportNeverAwaited();
    this.unwatch?.();
    this.reportSuspects();
    this.shutDown();
    waitingLoops.delete(this);
    if (loops.ambient === this) loops.ambient = null;
  }

  protected override onIdle(): void {
    const { size, strong } = this.tasks;
    if (!strong) {
      // The ambient loop: `tsyncio ps` finds it anyhow.
      if (size >= 64) this.tasks.weaken();
    } else if (size > 0) waitingLoops.add(this);
    else waitingLoops.delete(this);
  }

  // ---- Callbacks

  /** Milliseconds on the loop's monotonic clock. Mirrors `loop.time`, which counts seconds. */
  time(): number {
    return this.host.now();
  }

  /**
   * Calls `callback(...args)` on the next turn, after what is ready now. Mirrors `loop.call_soon`.
   *
   * @throws {LoopClosedError}
   */
  callSoon<A extends unknown[]>(callback: Callback<A>, ...args: A): Handle {
    return this.callSoonIn(undefined, callback, ...args);
  }

  /** `callSoon` in a context. (asyncio's `call_soon(..., context=)`.) @throws {LoopClosedError} */
  callSoonIn<A extends unknown[]>(context: Context | undefined, callback: Callback<A>, ...args: A): Handle {
    this.checkOpen();
    this.checkCallback(callback);
    const handle = new Handle(this, callback as AnyCallback, args, context);
    this.ready.push(handle);
    return handle;
  }

  /**
   * The door from outside: from callbacks of the platform, native promises, other threads' messages. Mirrors
   * `loop.call_soon_threadsafe`.
   *
   * @throws {LoopClosedError}
   */
  callSoonThreadsafe<A extends unknown[]>(callback: Callback<A>, ...args: A): Handle {
    return this.callSoonIn(undefined, callback, ...args);
  }

  /**
   * Calls `callback(...args)` after `delay` milliseconds. Timers with equal deadlines fire in the order they were set.
   * Mirrors `loop.call_later`, which counts seconds.
   *
   * @throws {InvalidDelayError} when the delay is NaN or no number
   * @throws {LoopClosedError}
   */
  callLater<A extends unknown[]>(delay: number, callback: Callback<A>, ...args: A): TimerHandle {
    this.checkDelay(delay, "the delay");
    return this.callAt(this.time() + delay, callback, ...args);
  }

  /**
   * Calls `callback(...args)` when `time()` reaches `when` (milliseconds). Mirrors `loop.call_at`.
   *
   * @throws {InvalidDelayError} when the time is NaN or no number
   * @throws {LoopClosedError}
   */
  callAt<A extends unknown[]>(when: number, callback: Callback<A>, ...args: A): TimerHandle {
    return this.callAtIn(undefined, when, callback, ...args);
  }

  /** `callAt` in a context. (asyncio's `call_at(..., context=)`.) @throws as `callAt` does */
  callAtIn<A extends unknown[]>(
    context: Context | undefined,
    when: number,
    callback: Callback<A>,
    ...args: A
  ): TimerHandle {
    this.checkOpen();
    this.checkDelay(when, "the deadline");
    this.checkCallback(callback);
    const handle = new TimerHandle(this, when, this.nextSeq(), callback as AnyCallback, args, context);
    this.addTimer(handle);
    return handle;
  }

  private checkCallback(callback: unknown): void {
    if (typeof callback !== "function")
      throw new TypeError("a callback must be a function: for a coroutine use createTask()");
  }

  // ---- Futures and tasks

  /** A future of this loop. Mirrors `loop.create_future`. */
  createFuture<T = unknown>(): Future<T> {
    return new Future<T>({ loop: this });
  }

  /**
   * Makes a task of a coroutine; it starts on the next turn unless `eagerStart` (which a loop that could run synchronously,
   * but does not run now, ignores). The task factory, if there is one, decides. Mirrors `loop.create_task`.
   *
   * @throws {NotCompiledError} when it is given something else
   * @throws {LoopClosedError}
   */
  createTask<T>(coroutine: Coroutine<T> | PromiseLike<T>, options?: TaskOptions): Task<T> {
    this.checkOpen();
    const outer = loops.running;
    loops.running = this;
    try {
      return newTask(this, coroutine as Coroutine<T>, options);
    } finally {
      loops.running = outer;
    }
  }

  /**
   * Sets who makes this loop's tasks of coroutines; null for the usual way. Mirrors `loop.set_task_factory`.
   *
   * @throws {TypeError} unless it is a function or null
   */
  setTaskFactory(factory: TaskFactory<EventLoop> | null): void {
    if (factory !== null && typeof factory !== "function") throw new TypeError("a task factory is a function or null");
    this.taskFactory = factory;
  }

  /** The task factory set, or null. Mirrors `loop.get_task_factory`. */
  getTaskFactory(): TaskFactory<EventLoop> | null {
    return this.taskFactory as TaskFactory<EventLoop> | null;
  }

  /** Its tasks that are not done, in the order in which they first waited (roughly). */
  allTasks(): Task[] {
    const tasks: Task[] = [];
    for (const listed of this.tasks.list()) {
      // Calls that were made and are awaited by the listed one, and so on, are not listed themselves.
      const calls: Task[] = [];
      for (let at: unknown = listed; at instanceof Task && !at.done(); at = unlisted(at.awaiting)) calls.push(at);
      tasks.push(...calls.reverse());
    }
    return tasks;
  }

  /** @internal A generator begins to run on this loop. */
  override registerGenerator(generator: ClosableGenerator): void {
    this.generators.add(generator);
  }

  /**
   * Runs `return()` on every async generator that was begun and has not ended, so that its `finally` runs. The future is
   * done when all of them have ended; what they fail with goes to the exception handler. Mirrors `loop.shutdown_asyncgens`.
   *
   * @param only which ones (they are given as tasks, whose context is that of who began them); all when left out
   */
  shutdownAsyncgens(only: (generator: unknown) => boolean = () => true): Future<void> {
    const done = new Future<void>({ loop: this });
    this.generators.shutdown(
      only,
      (error, asyncgen) =>
        this.callExceptionHandler({
          message: "an error occurred during closing of an async generator",
          exception: error,
          asyncgen,
        }),
      () => {
        if (!done.done()) done.setResult();
      },
    );
    return done;
  }

  // ---- Errors

  /** Sets who is told of errors that have nowhere else to go; null for the default, which asks the host. Mirrors `loop.set_exception_handler`. @throws {TypeError} for anything else */
  setExceptionHandler(handler: ExceptionHandler | null): void {
    if (handler !== null && typeof handler !== "function")
      throw new TypeError("an exception handler is a function or null");
    this.handler = handler;
  }

  /** The handler set, or null. Mirrors `loop.get_exception_handler`. */
  getExceptionHandler(): ExceptionHandler | null {
    return this.handler;
  }

  /** What is done without a handler: as the host does for an unhandled rejection; without an exception, a warning. Mirrors `loop.default_exception_handler`. */
  defaultExceptionHandler(context: ExceptionContext): void {
    if ("exception" in context)
      this.host.reportUnhandled(
        context.exception,
        context.future ?? context.task ?? context.handle ?? context.asyncgen,
      );
    else this.host.warn(context.message, context);
  }

  /** Tells the handler. What a handler throws goes to the default handler. Mirrors `loop.call_exception_handler`. */
  callExceptionHandler(context: ExceptionContext): void {
    if (this.handler === null) {
      this.defaultExceptionHandler(context);
      return;
    }
    const outside = currentStore.store;
    const owner = context.task ?? context.future;
    try {
      if (owner instanceof Task) currentStore.store = owner.getContext().store;
      this.handler(this, context);
    } catch (error) {
      this.defaultExceptionHandler({ message: "unhandled error in the exception handler", exception: error });
    } finally {
      currentStore.store = outside;
    }
  }

  /** @internal */
  override failureUnhandled(error: unknown, future: unknown): void {
    const what = future instanceof Task ? `${future.describe()} failed` : "a future failed";
    this.callExceptionHandler({
      message: `${what} and nobody looked: await it, or handle it with catch()`,
      exception: error,
      future,
      ...(future instanceof Task ? { task: future } : {}),
    });
  }

  /** @internal */
  override failureHandledLate(future: unknown): void {
    // An exception handler is told once; what it makes of it is its business.
    if (this.handler === null) super.failureHandledLate(future);
  }

  /** @internal Reported when the platform is about to end, should nobody await it until then; or when the loop is closed. */
  override coroutineMadeOutside(): void {
    if (this.unwatch !== undefined) return;
    this.unwatch = this.host.onIdle?.(() => {
      this.unwatch?.();
      this.unwatch = undefined;
      this.reportNeverAwaited();
    });
  }

  private reportNeverAwaited(): void {
    for (const coroutine of takeNeverAwaited(null)) this.neverAwaited(coroutine.info);
  }

  /** @internal */
  override callbackFailed(error: unknown, what: unknown): void {
    if (error instanceof Error) trimStack(error);
    const name = what instanceof Handle ? what.describe() : "a callback";
    this.callExceptionHandler({ message: `exception in callback ${name}`, exception: error, handle: what });
  }

  /** @internal */
  override cleanupFailed(error: unknown, task: unknown): void {
    this.callExceptionHandler({
      message: "an error was thrown by clean-up while a cancellation was under way",
      exception: error,
      task,
    });
  }

  // ---- Watching

  /** Tells `instrument` from now on what the loop's tasks do. One that throws is reported and removed. */
  addInstrument(instrument: Instrument<Task, Deferred>): void {
    const before = this.instruments ?? new Instruments([], (thrower, error) => this.instrumentFailed(thrower, error));
    this.instruments = before.with(instrument);
  }

  /** Undoes `addInstrument`. */
  removeInstrument(instrument: Instrument<Task, Deferred>): void {
    this.instruments = this.instruments?.without(instrument) ?? null;
  }

  private instrumentFailed(instrument: Instrument, error: unknown): void {
    this.removeInstrument(instrument);
    this.callExceptionHandler({ message: "an instrument threw, and was removed", exception: error });
  }

  // ---- Debug mode

  /** Whether debug mode is on: slow callbacks and steps are reported. Mirrors `loop.get_debug`. */
  getDebug(): boolean {
    return this.debug;
  }

  /** Turns debug mode on or off: slow callbacks and steps, and swallowed cancellations, are warned of. Mirrors `loop.set_debug`. */
  setDebug(enabled: boolean): void {
    if (enabled === this.debug) return;
    this.debug = enabled;
    if (!enabled) {
      this.ready.watch = null;
      if (this.watch !== null) this.removeInstrument(this.watch);
      return;
    }
    const watch = (this.watch ??= new StepWatch(this));
    this.addInstrument(watch);
    this.ready.watch = (entry, run) => {
      if (entry instanceof Task) run();
      else watch.watchCallback(run, () => (entry instanceof Handle ? entry.describe() : "a callback"));
    };
  }
}
