/**
 * What the loop resumes: a task, or an async generator's body. A root is the future of its outcome and the activation of its
 * function in one object (an await then touches one object, and a suspended task costs one), plus what it was doing:
 *
 *     awaiting ── the slot it waits for            top ── the innermost activation (itself, or a coroutine)
 *     context ─── the store to resume in           cancellation, extra ── made when first needed
 *
 * States: *running* (its step is on the call stack), *ready* (it stands in the ready queue), *waiting* (among the waiters of
 * `awaiting`), *done*. `driver.ts` moves it from running to the others, the loop from ready to running, a slot from waiting
 * to ready.
 */
import type { Activation, Signal, Step } from "./activation.js";
import type { Cancellation } from "./cancellation.js";
import { Context, currentStore, type Store } from "./context.js";
import { type Deferred, OWN_CONTEXT, PENDING, STATE } from "./deferred.js";
import { InternalError } from "./errors.js";
import type { FunctionInfo } from "./function-info.js";
import { Future } from "./future.js";
import type { AbortControllerLike } from "./host.js";
import type { LoopCore } from "./loop-core.js";
import { countsAsPromise } from "./own-constructors.js";
import { Promise } from "./promise.js";
import { shared } from "./registry.js";
import { running } from "./running.js";

/** What few roots have. */
export class Extra {
  name: string | null = null;
  /** Behind `task.signal`. */
  controller: AbortControllerLike | null = null;
  /** The platform's stores at the last await. */
  stores: unknown = undefined;
  /** Coroutines this task made and has not awaited (the last one made is not in here, see coroutine-frame.ts). */
  made: Activation[] | null = null;
  /** How long that list may get before it is looked through. */
  madeLimit = 1024;
}

/** Makes the task of a call of a function that awaits nothing. */
export type LeafMaker = (loop: LoopCore, info: FunctionInfo, id: number) => Root | null;

/**
 * The task that runs now. A generator's body runs as the task that iterates.
 *
 * Calls that are awaited on the spot (direct-call.ts) do not write here, which would cost more than most of them: a task
 * knows whom it has called. And the task of one that awaits nothing is made when somebody asks for it.
 *
 *     made ──▶ task ──callee──▶ task ──callee──▶ the one that runs; unless `leaf` is set, which it has called
 */
export class Current {
  /** The task that the loop resumed, or that was started last; null: none runs. */
  get made(): Root | null {
    return running.now.made as Root | null;
  }

  set made(task: Root | null) {
    running.now.made = task;
  }

  /** The function that runs, when its task has not been made. */
  get leaf(): FunctionInfo | null {
    return running.now.leaf;
  }

  /** `made` calls a function whose task has not been made: that would be number `id`, and `make` makes it. */
  call(leaf: FunctionInfo, id: number, make: LeafMaker): void {
    const { now } = running;
    now.leaf = leaf;
    now.leafId = id;
    now.makeLeaf = make;
  }

  /** That has returned, and nobody has asked for its task. */
  returned(): void {
    running.now.leaf = null;
  }

  get task(): Root | null {
    this.complete();
    let task = this.made;
    while (task !== null && task.callee !== null) task = task.callee;
    return task;
  }

  /** From now on `task` runs. Gives what is to be passed to `leave`. */
  enter(task: Root | null): Root | null {
    this.complete();
    const { now } = running;
    const outer = now.made as Root | null;
    now.made = task;
    return outer;
  }

  private complete(): void {
    const { now } = running;
    if (now.leaf === null) return;
    const make = now.makeLeaf as LeafMaker;
    now.made = make((now.made as Root).loop, now.leaf, now.leafId);
    now.leaf = null;
  }

  /** It does not run any more. */
  leave(outer: Root | null): void {
    const { now } = running;
    now.made = outer;
    now.leaf = null;
  }
}

/** See {@link Current}. */
export const current = shared("current", () => new Current());

/** An activation whose outcome is this very object (see above). */
export abstract class Root<T = unknown> extends Future<T> {
  /** @internal What the compiler tells of the function. */
  declare readonly info: FunctionInfo;
  /** @internal Goes on with the function. */
  declare step: Step<never>;
  /** @internal The state the function resumes in. */
  declare state: number;
  /** @internal The state of the innermost active handler; 0: none. */
  declare handler: number;
  /** @internal While it calls a function whose outcome it awaits on the spot: that call. */
  declare callee: Root | null;
  /** @internal What it waits for; null when that is no slot. */
  declare awaiting: Deferred | null;
  /** @internal The innermost activation. */
  declare top: Activation;
  /** @internal What is current when it is resumed. */
  declare context: Store | Context;
  /** @internal */ declare cancellation: Cancellation | null;
  /** @internal */ declare extra: Extra | null;
  /** @internal ABI: the function's variables. */ declare v0: unknown;
  /** @internal */ declare v1: unknown;
  /** @internal */ declare v2: unknown;
  /** @internal */ declare v3: unknown;

  /** @internal Its place in the loop's registry; -1: not registered. */
  declare slot: number;
  /** Its number among the tasks of its loop, from 1. */
  declare readonly id: number;

  /** @internal Resumes it: what it waits for is there. */
  abstract run(): void;
  /** @internal Lets go of what it held, for its function has ended. */
  abstract letGo(): void;
  /** @internal Its function returned. */
  abstract complete(value: unknown): void;
  /** @internal Its function returned a value whose `then` has been read. */
  abstract completeWith(value: unknown, then: unknown): void;
  /** @internal An error left its function. */
  abstract fail(error: unknown): void;

  /** @internal While it is INLINED: who called it. (Of a task `value` says that.) */
  get caller(): Root {
    return this.value as Root;
  }

  /** @internal While it is INLINED: what its caller awaits. (That is a task itself.) */
  get answer(): Deferred {
    return this;
  }

  /** @internal What was sent or thrown is for the `yield` the function is in. Generators only. */
  sentToYield(_value: unknown, _threw: boolean): Signal {
    throw new InternalError("only generators yield");
  }

  /** @internal It was cancelled while it ran, and waits now. */
  abstract cancelWhileSuspended(): void;

  /** @internal Tells the loop's instruments that it waits. */
  tellBlocked(): void {
    this.loop.instruments?.blocked(this, this.awaiting);
  }

  /** @internal As a consumer it counts as itself. */
  consumerKey(): object {
    return this;
  }

  /** @internal After a step: the task's context holds what was set, and `outer` is current. */
  leaveContext(outer: Store): void {
    const { store } = currentStore;
    if ((this.flags & OWN_CONTEXT) !== 0) (this.context as Context).store = store;
    else if (this.context !== store) this.context = store;
    if (store !== outer) currentStore.store = outer;
  }

  /** @internal Lists it among the loop's tasks if it waits. */
  register(): void {
    if ((this.flags & STATE) === PENDING && this.slot < 0) this.loop.tasks.add(this);
  }

  /** The context it runs in: what is set there is seen by the task. Mirrors `Task.get_context`. */
  getContext(): Context {
    if ((this.flags & OWN_CONTEXT) !== 0) return this.context as Context;
    const running = current.task === (this as Root);
    const context = new Context(running ? currentStore.store : (this.context as Store));
    this.context = context;
    this.flags |= OWN_CONTEXT;
    if (running) currentStore.context = context;
    return context;
  }

  /** @internal Makes it run in that very context. */
  useContext(context: Context): void {
    this.context = context;
    this.flags |= OWN_CONTEXT;
  }

  /** @internal */
  needExtra(): Extra {
    return (this.extra ??= new Extra());
  }

  /** ECMAScript's: what `then` derives from a task is a plain promise. */
  static override get [Symbol.species](): unknown {
    return Promise;
  }
}

countsAsPromise(Root);
