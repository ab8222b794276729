/**
 * `TaskGroup`: tasks that end before the block they were started in. Mirrors `asyncio.TaskGroup` of 3.14, with 3.15's
 * `cancel()`, and trio's `start()`.
 *
 *     await using group = new TaskGroup();                     from here to the end of the block, which waits for all
 *     group.createTask(f());
 *
 *     await TaskGroup.run(async (group) => { … });             the same for callers that are not compiled
 *
 * The first child that fails, or the body failing, *aborts* the group: what is left of it is cancelled, waited for, and the
 * errors are thrown as one `ExceptionGroup`. A child that is cancelled by itself is no failure.
 *
 *     created ──enter──▶ open ──leave──▶ waiting ──last child done──▶ finished
 *                          └──a failure, cancel(), a cancellation of the parent──▶ aborting: no new tasks
 *
 * The parent is cancelled through a scope of its own, so that request is told from anybody else's: one that came from
 * outside goes on as a `CancelledError`, unless there are errors, which come first; then the parent is cancelled again, so
 * that its next await tells it.
 */
import { asyncEnter, asyncExit } from "../core/disposal.js";
import { Coroutine } from "../core/coroutine.js";
import { type Deferred, HANDLED, REJECTED, STATE, type Waiter } from "../core/deferred.js";
import { type CancelledError, isCancelled } from "../core/errors.js";
import { ExceptionGroup } from "../core/exception-group.js";
import { Future } from "../core/future.js";
import type { EventLoop } from "../core/loop.js";
import { Scope } from "../core/scope.js";
import { Task } from "../core/task.js";
import { createTaskOn, type CreateTaskOptions } from "./create-task.js";
import { enclosingTask } from "./enclosing-task.js";
import { ScopeStateError } from "./scope-state-error.js";
import { wait } from "./wait.js";

/** Watches a child. No consumer of it: a child that only its group waits for is cancelled with whoever awaits it. */
class Child implements Waiter {
  readonly task: Task;
  private readonly ended: (child: Child) => void;
  private readonly parent: Task;
  /** Set until a child begun with `start` is ready: who waits for that, and learns of its failure. */
  ready: Future<unknown> | null = null;

  constructor(task: Task, parent: Task, ended: (child: Child) => void) {
    this.task = task;
    this.parent = parent;
    this.ended = ended;
  }

  run(): void {
    this.ended(this);
  }

  consumerKey(): null {
    return null;
  }

  /** For the await graph. */
  awaiter(): Deferred {
    return this.parent;
  }
}

function failed(task: Task): boolean {
  return (task.flags & STATE) === REJECTED;
}

/** How a child begun with {@link TaskGroup.start} says that it is ready, and with what. */
export type Started<T> = (value: T) => void;

/**
 * Tasks that end before the block they were started in. Mirrors `asyncio.TaskGroup`.
 *
 *     await using group = new TaskGroup();                     // from here to the end of the block, which waits for all
 *     group.createTask(f());
 *
 *     await TaskGroup.run(async (group) => { … });             // the same for callers that are not compiled
 *
 * The first child that fails, or the body failing, cancels what is left of the group; when all have ended, the block throws an
 * {@link ExceptionGroup} of the errors. A child that is cancelled by itself is no failure.
 */
export class TaskGroup {
  readonly #scope = new Scope();
  readonly #children = new Map<Task, Child>();
  #errors: unknown[] = [];
  #aborting = false;
  #leaving = false;
  readonly #onEnded = (child: Child): void => this.#ended(child);
  /** Done when the last child is; made while leaving waits for that. */
  #allDone: Future<void> | null = null;

  /**
   * Runs `body` with a task group, as a task of its own, and ends when all tasks of the group have: the form for callers that
   * are not compiled. Gives what `body` gives; undefined when the group was cancelled.
   */
  static async run<T>(body: (group: TaskGroup) => PromiseLike<T> | T): Promise<T | undefined> {
    "use task";
    await using group = new TaskGroup();
    return await body(group);
  }

  /**
   * Starts a task in this group. Mirrors `TaskGroup.create_task`. Takes what `createTask` takes: a coroutine, or a call of a task function, which has
   * started already and belongs to the group from now on (while the group is being cancelled it is cancelled, too).
   *
   * @throws {ScopeStateError} when the group was not entered, is being cancelled, or is finished; what was given is closed,
   *   or cancelled, then
   */
  createTask<T>(coroutine: PromiseLike<T>, options?: CreateTaskOptions): Task<T> {
    this.#checkOpen(coroutine);
    return this.#add(createTaskOn(this.#loop, coroutine, options)).task as Task<T>;
  }

  /**
   * Starts a child and waits until it says that it is ready: gives what it gives to `started`.
   *
   *     const port = await group.start(async (started) => { …; started(8080); … });
   *
   * The child goes on as any other task of the group. If it fails before it is ready, that is thrown here and is no failure
   * of the group; it is cancelled when the caller is. Mirrors trio's `nursery.start`.
   *
   * Rejects with `ScopeStateError` when the group takes no tasks, or when the child ends without a word.
   */
  async start<T = void>(child: (started: Started<T>) => PromiseLike<unknown>, options?: CreateTaskOptions): Promise<T> {
    "use task";
    this.#checkOpen(undefined);
    const ready = new Future<T>({ loop: this.#loop });
    const started = (value: T): void => {
      if (ready.cancelled()) return;
      if (ready.done()) throw new ScopeStateError("started() was called before: a child is ready once");
      ready.setResult(value);
    };
    const running = this.#add(createTaskOn(this.#loop, child(started), options));
    if (!running.task.done() && !ready.done()) running.ready = ready;
    else if (!ready.done()) this.#endedUnready(running.task, ready);
    try {
      return await ready;
    } finally {
      if (ready.cancelled() && !running.task.done()) {
        running.task.cancel();
        await wait([running.task]);
      }
    }
  }

  /**
   * Cancels all tasks of the group and its body; the block is left without an error then. Before the group is entered: as
   * soon as it is. Can be called again, and after the block, without effect. (3.15's `TaskGroup.cancel`.)
   */
  cancel(): void {
    if (this.#finished || this.#aborting) return;
    this.#abort();
    this.#scope.request();
  }

  /** Enters the block: called by compiled `await using`. @throws {ScopeStateError} outside a task, or the second time */
  [asyncEnter](): void {
    if (this.#scope.used) {
      throw new ScopeStateError("this task group has already been entered: make a new one for each block");
    }
    this.#scope.enter(enclosingTask("a task group"));
  }

  /**
   * Leaves the block: called by compiled `await using`. Waits for the children; those of a block in an async generator that
   * is being closed are cancelled, as Python's GeneratorExit does.
   * @throws {ExceptionGroup} of what the body and the children failed with
   */
  async [asyncExit](error?: unknown, closing = false): Promise<boolean> {
    "use coroutine";
    this.#leaving = true;
    let cancelled = isCancelled(error) ? error : undefined;
    let later: CancelledError | undefined;
    if ((error !== undefined || closing) && !this.#aborting) this.#abort();
    // A level-triggered scope around would throw at every one of these awaits; waiting is all there is to do here.
    this.#scope.patient = true;
    while (this.#children.size > 0) {
      try {
        await (this.#allDone = new Future<void>({ loop: this.#loop }));
      } catch (interruption) {
        if (!isCancelled(interruption)) throw interruption;
        later = interruption;
        if (!this.#aborting) {
          cancelled = interruption;
          this.#abort();
        }
      }
      this.#allDone = null;
    }
    this.#scope.leave();
    return this.#outcome(error, cancelled, later);
  }

  /** What the block ends with: its errors, a cancellation from outside, or nothing (true: what there was is suppressed). */
  #outcome(error: unknown, cancelled: CancelledError | undefined, later: CancelledError | undefined): boolean {
    const scope = this.#scope;
    let cancellation = cancelled;
    if (scope.requested) cancellation = scope.othersAsk ? (cancelled ?? later) : undefined;
    const errors = this.#errors;
    this.#errors = [];
    if (cancellation !== undefined && errors.length === 0) throw cancellation;
    for (const ours of [cancelled, later]) scope.catches(ours);
    if (error !== undefined && !isCancelled(error)) errors.push(error);
    if (errors.length === 0) return true;
    if (scope.othersAsk) {
      // Taken back and asked for again: the count stays, and the next await after the errors were dealt with throws.
      scope.task?.uncancel();
      scope.task?.cancel(cancellation?.reason);
    }
    throw new ExceptionGroup("unhandled errors in a TaskGroup", errors);
  }

  /** What uncompiled `await using` calls: ends the children, and says that this form does not work there. */
  async [Symbol.asyncDispose](): Promise<void> {
    "use task";
    this.#abort();
    const tasks = [...this.#children.keys()];
    if (tasks.length > 0) await wait(tasks);
    throw new ScopeStateError(
      "`await using` of a task group works in compiled code only: write `await TaskGroup.run(async (group) => { … })` here",
    );
  }

  /** For people: `<TaskGroup tasks=2 entered>`. */
  toString(): string {
    const parts = ["TaskGroup"];
    if (this.#children.size > 0) parts.push(`tasks=${this.#children.size}`);
    if (this.#errors.length > 0) parts.push(`errors=${this.#errors.length}`);
    if (this.#aborting) parts.push("cancelling");
    else if (this.#scope.used) parts.push("entered");
    return `<${parts.join(" ")}>`;
  }

  get #loop(): EventLoop {
    return (this.#scope.task as Task).loop as EventLoop;
  }

  get #finished(): boolean {
    return this.#scope.used && (!this.#scope.active || (this.#leaving && this.#children.size === 0));
  }

  /** @throws {ScopeStateError} unless tasks may be added; `given`, which will not be one, is ended then */
  #checkOpen(given: unknown): void {
    let problem: string;
    if (!this.#scope.used) {
      problem =
        "this task group has not been entered: declare it with `await using` in compiled code, or use TaskGroup.run()";
    } else if (this.#finished) problem = "this task group is finished: its block was left, make a new one";
    else if (!this.#aborting) return;
    else {
      // A task that has begun is better taken in: perhaps it is the one that cancelled the group, in its first step.
      if (given instanceof Task) return;
      problem = "this task group is shutting down: it takes no tasks any more";
    }
    if (given instanceof Coroutine) given.close();
    else if (given instanceof Task) given.cancel();
    throw new ScopeStateError(problem);
  }

  #add(task: Task): Child {
    const known = this.#children.get(task);
    if (known !== undefined) return known;
    const child = new Child(task, this.#scope.task as Task, this.#onEnded);
    this.#children.set(task, child);
    task.flags |= HANDLED;
    // Also when it is done already: it would cancel the parent too early otherwise (gh-128550).
    task.subscribe(child);
    // A task that started at once may have aborted the group before it was in it (gh-155418).
    if (this.#aborting) task.cancel();
    return child;
  }

  #abort(): void {
    this.#aborting = true;
    for (const task of this.#children.keys()) task.cancel();
  }

  #ended(child: Child): void {
    const { task, ready } = child;
    this.#children.delete(task);
    if (this.#children.size === 0 && this.#allDone?.done() === false) this.#allDone.setResult();
    if (ready !== null && !ready.done()) {
      this.#endedUnready(task, ready);
      return;
    }
    if (failed(task)) this.#failed(task, task.exception());
  }

  #failed(task: Task, error: unknown): void {
    this.#errors.push(error);
    const parent = this.#scope.task as Task;
    if (parent.done()) {
      this.#loop.callExceptionHandler({
        message: `${task.describe()} has failed, but its parent ${parent.describe()} is done already`,
        exception: error,
        task,
      });
    } else if (!this.#aborting) {
      this.#abort();
      this.#scope.request();
    }
  }

  /** A child begun with `start` has ended before it was ready. */
  #endedUnready(task: Task, ready: Future<unknown>): void {
    if (task.cancelled()) ready.cancel("the child was cancelled before it was ready");
    else if (failed(task)) ready.setException(task.exception());
    else ready.setException(new ScopeStateError("the child ended without calling started()"));
  }
}
