/**
 * A run whose loop the platform drives: what is returned is a task, and the process goes on.
 *
 * That task only supervises: it waits for main, ends what is left, and ends as main did. It lives on the loop of whoever
 * called `run`, because the loop of the run may be closed by then; `Following` carries the outcome over. While main runs, the
 * platform may have something to say about it: an interrupt cancels it (a second one ends the process), and a process that is
 * about to end although main waits has a deadlock.
 */
import { consume } from "./primitives/consume.js";
import { special, SpecialFuture } from "./primitives/special-future.js";
import { HANDLED, STATE, type Deferred } from "./core/deferred.js";
import { isCancelled } from "./core/errors.js";
import type { Future } from "./core/future.js";
import type { EventLoop } from "./core/loop.js";
import type { LoopCore } from "./core/loop-core.js";
import { getRunningLoop } from "./core/queries.js";
import { Task } from "./core/task.js";
import { processControl } from "./hosts/process-control.js";
import { InterruptError } from "./run-errors.js";
import type { RunScope } from "./run-scope.js";

/** The exit code of a process that was interrupted: 128 + SIGINT. */
const interruptedCode = 130;

/** A future on one loop that ends as a future on another (or the same) does. Cancelling it cancels that. */
export class Following<T> extends SpecialFuture<T> {
  readonly #source: Deferred;

  constructor(loop: LoopCore, source: Deferred) {
    super({ loop });
    this.#source = source;
    consume(source, this, () => this.settle(source.flags & STATE, source.value));
  }

  override requestCancel(reason: unknown, origin: object | null): boolean {
    return this.#source.requestCancel(reason, origin);
  }

  /** Ends it before the source does. */
  fail(error: unknown): void {
    this.reject(error);
  }
}

special(Following);

/**
 * The loop that the tasks handed out by a run belong to. Where the platform runs all loops it is the caller's, which outlives
 * one made for the run; where the caller steps the loop it is that very loop.
 */
export function homeOf({ loop, ownsLoop }: RunScope): EventLoop {
  return ownsLoop && loop.host.guest ? getRunningLoop() : loop;
}

/** What the platform does to a main that runs. */
class Watch {
  readonly #main: Deferred;
  readonly #undo: (() => void)[] = [];
  #interrupted = false;

  constructor(main: Deferred, onDeadlock: (error: Error) => void, onInterrupted: () => void) {
    this.#main = main;
    const loop = main.loop as EventLoop;
    const control = processControl(loop.host);
    const offIdle = loop.host.onIdle?.(() => {
      if (!main.done() && !loop.hasReady) onDeadlock(loop.deadlock(main));
    });
    if (offIdle !== undefined) this.#undo.push(offIdle);
    if (control === null) return;
    const offInterrupt = control.onInterrupt(() => {
      if (this.#interrupted) control.exit(interruptedCode);
      this.#interrupted = true;
      control.setExitCode(interruptedCode);
      onInterrupted();
      main.cancel("interrupted");
    });
    this.#undo.push(offInterrupt);
  }

  /** What main's error is for the caller: asyncio's rule for turning a cancellation into a KeyboardInterrupt. */
  translate(error: unknown): unknown {
    if (!this.#interrupted || !isCancelled(error)) return error;
    if (this.#main instanceof Task && this.#main.uncancel() > 0) return error;
    return new InterruptError("the program was interrupted (SIGINT)", { cause: error });
  }

  end(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }
}

/**
 * Supervises main and returns the task that does so.
 *
 * @param home the loop of the caller, which that task belongs to
 * @param finish what is to be done after main
 */
export function supervise<T>(home: EventLoop, main: Future<T>, finish: () => PromiseLike<void> | void): Task<T> {
  const following = new Following<T>(home, main);
  const watch = new Watch(
    main,
    (error) => following.fail(error),
    // The exit code says it already: it is no unhandled failure as well.
    () => (task.flags |= HANDLED),
  );
  const task: Task<T> = home.createTask(supervising(following, watch, finish), { name: "run", eagerStart: true });
  // Nobody's business: `allTasks()` and deadlock reports are about the program's own tasks.
  if (task.slot >= 0) home.tasks.remove(task);
  return task;
}

async function supervising<T>(main: Following<T>, watch: Watch, finish: () => PromiseLike<void> | void): Promise<T> {
  "use coroutine";
  try {
    return await main;
  } catch (error) {
    if (isCancelled(error)) throw watch.translate(error);
    throw error;
  } finally {
    watch.end();
    await finish();
  }
}
