/**
 * A run whose loop the platform drives: what is returned is a task, and the process goes on.
 *
 * That task only supervises: it waits for main, ends what is left, and ends as main did. It lives on the loop of whoever
 * called `run`, because the loop of the run may be closed by then; `Ending` carries the outcome over. While main runs, the
 * platform may have something to say about it: an interrupt cancels it (a second one ends the process), and a process that is
 * about to end although main waits has a deadlock.
 */
import { FULFILLED, HANDLED } from "./core/deferred.js";
import { isCancelled } from "./core/errors.js";
import type { Future } from "./core/future.js";
import type { EventLoop } from "./core/loop.js";
import type { LoopCore } from "./core/loop-core.js";
import { currentTask, getRunningLoop } from "./core/queries.js";
import { Task } from "./core/task.js";
import { processControl, type ProcessControl } from "./hosts/process-control.js";
import { consume } from "./primitives/consume.js";
import { special, SpecialFuture } from "./primitives/special-future.js";
import { InterruptError } from "./run-errors.js";
import type { RunScope } from "./run-scope.js";

/** The exit code of a process that was interrupted: 128 + SIGINT. */
const interruptedCode = 130;

/**
 * Done, on one loop, once a future on another (or the same) has ended. Waiting for it never throws, so an error that passes
 * through has no frame of ours in its stack; `outcome()` tells how it ended. Cancelling it cancels that future.
 */
export class Ending<T> extends SpecialFuture<void> {
  readonly #source: Future<T>;
  #failure: { readonly error: unknown } | undefined;

  constructor(loop: LoopCore, source: Future<T>) {
    super({ loop });
    this.#source = source;
    consume(source, this, () => this.settle(FULFILLED, undefined));
  }

  override requestCancel(reason: unknown, origin: object | null): boolean {
    return this.#source.requestCancel(reason, origin);
  }

  /** Ends it before the source does. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.settle(FULFILLED, undefined);
  }

  /** The source's result. @throws what the source failed with, or what `fail` was given */
  outcome(): T {
    if (this.#failure !== undefined) throw this.#failure.error;
    return this.#source.result();
  }
}

special(Ending);

/**
 * The loop that the tasks handed out by a run belong to. Where the platform runs all loops it is the caller's, which outlives
 * one made for the run; where the caller steps the loop it is that very loop.
 */
export function homeOf({ loop, ownsLoop }: RunScope): EventLoop {
  return ownsLoop && loop.host.guest ? getRunningLoop() : loop;
}

/** What the platform does to a main that runs. */
class Watch {
  readonly #main: Future;
  readonly #control: ProcessControl | null;
  readonly #undo: (() => void)[] = [];
  #interrupted = false;

  constructor(main: Future, onDeadlock: (error: Error) => void) {
    const loop = main.loop as EventLoop;
    this.#main = main;
    this.#control = processControl(loop.host);
    const offIdle = loop.host.onIdle?.(() => {
      if (!main.done() && !loop.hasReady) onDeadlock(loop.deadlock(main));
    });
    const offInterrupt = this.#control?.onInterrupt(() => this.#interrupt());
    for (const undo of [offIdle, offInterrupt]) if (undo !== undefined) this.#undo.push(undo);
  }

  #interrupt(): void {
    if (this.#interrupted) this.#control?.exit(interruptedCode);
    this.#interrupted = true;
    this.#main.cancel("interrupted");
  }

  /** Whether main ended by the interrupt: asyncio's rule for making a KeyboardInterrupt of a CancelledError. */
  endedByInterrupt(): boolean {
    if (!this.#interrupted || (this.#main instanceof Task && this.#main.uncancel() > 0)) return false;
    this.#control?.setExitCode(interruptedCode);
    return true;
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
  const ending = new Ending(home, main);
  const watch = new Watch(main, (error) => ending.fail(error));
  const supervisor = supervising(ending, watch, finish);
  const task: Task<T> = home.createTask(supervisor, { name: "run", eagerStart: true });
  // Nobody's business: `allTasks()` and deadlock reports are about the program's own tasks.
  if (task.slot >= 0) home.tasks.remove(task);
  return task;
}

async function supervising<T>(main: Ending<T>, watch: Watch, finish: () => PromiseLike<void> | void): Promise<T> {
  "use coroutine";
  try {
    await main;
    return main.outcome();
  } catch (error) {
    if (!isCancelled(error) || !watch.endedByInterrupt()) throw error;
    // The exit code says it already: it is no unhandled failure as well.
    currentTask().flags |= HANDLED;
    throw new InterruptError("the program was interrupted (SIGINT)", { cause: error });
  } finally {
    watch.end();
    await finish();
  }
}
