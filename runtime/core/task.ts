/**
 * A task: a running call of an async function. Mirrors `asyncio.Task`, started eagerly: its first step runs inside the call.
 *
 *     task(info, step) ─▶ running ─┬─ completes or fails: done, never registered
 *                                  └─ suspends: registered, waiting ◀──▶ ready ─▶ running … ─▶ done
 *
 * Cancellation is asyncio's with one deliberate difference: what a cancelled task waits for is cancelled only when nobody
 * else consumes it (see cancellation.ts and deferred.ts).
 */
import { asSignal, awaitExact, awaitOnRoot, continuations, infoOf, startFrame } from "./awaiting.js";
import { Cancellation, Delivery, goOn, handle, ongoing, passBy, type ScopeLink } from "./cancellation.js";
import type { Context } from "./context.js";
import { currentStore, enterContext, type Store } from "./context.js";
import { CoroutineFrame, entersCoroutine, fresh, NEW, takeNeverAwaited } from "./coroutine-frame.js";
import {
  CANCELLED,
  EAGER,
  FOLLOWING,
  FULFILLED,
  HANDLED,
  INLINED,
  LINKED,
  makeCancelledError,
  NESTED,
  NO_TURN,
  OWED,
  OWN_CONTEXT,
  PENDING,
  REJECTED,
  STATE,
  TURN,
  WRAPS,
  type Waiter,
} from "./deferred.js";
import { callDirectly } from "./direct-call.js";
import { callAsMethod, callPlainly, describedBy, isDescribedBy } from "./direct-function.js";
import { advance, advanceThrowing, afterStep } from "./driver.js";
import { finishedStep } from "./activation.js";
import { CancelledError, InvalidStateError, isCancelled } from "./errors.js";
import { stackOf } from "./frames.js";
import { ANSWERS, CATCHABLE, COROUTINE_RULES, type FunctionInfo, INLINE, METHOD, RELAXED } from "./function-info.js";
import { loops } from "./loop-core.js";
import { tasksAre } from "./task-record.js";
import { countsAsPromise } from "./own-constructors.js";
import { cancelThrough, isObject, resolveWith, resolveWithThenable } from "./resolution.js";
import { current, Root } from "./root.js";
import { resumeUsually, settleAtEnd } from "./resume.js";
import { finishTrace, noteFrame, type StackFrame } from "./stack.js";
import { type PlatformSignal, signalOf } from "./task-signal.js";

function resumeTask(task: Task): void {
  task.resume();
}

/**
 * A call of an async function that runs by itself. Mirrors `asyncio.Task`, started eagerly: it has run up to its first `await`
 * when the call returns. It is what functions compiled with `returns: "task"` give and what `createTask` makes; a promise, too.
 */
export class Task<T = unknown> extends Root<T> {
  /** @internal Tasks are made by calling an async function, or by `createTask`: see task-record.ts. */
  protected constructor() {
    super();
    throw new TypeError("tasks are not made with new: call an async function, or give its coroutine to createTask()");
  }

  // ---- For compiled code

  /** @internal ABI: waits for `value`; the function goes on in `state`. */
  await(state: number, value: unknown): unknown {
    this.state = state;
    const { flags } = this.info;
    const result = (flags & (RELAXED | COROUTINE_RULES)) === 0 ? awaitExact(this, value) : awaitOnRoot(this, value);
    return (flags & INLINE) === 0 ? asSignal(this, this.info, result) : result;
  }

  /**
   * @internal ABI: waits for what `callee(a0, …)` gives, at most four arguments; the function goes on in `state`. For calls
   * of functions with a name, which need no task as a rule (see direct-call.ts).
   */
  call(
    state: number,
    callee: unknown,
    known: FunctionInfo | undefined,
    a0?: unknown,
    a1?: unknown,
    a2?: unknown,
    a3?: unknown,
  ): unknown {
    const info = isDescribedBy(callee, known) ? known : describedBy(callee, this.info);
    const count = arguments.length - 3;
    if (info === null || (info.flags & METHOD) !== 0 || count > info.arity || this.loop.instruments !== null)
      return this.await(state, callPlainly(callee, known, count, a0, a1, a2, a3));
    this.state = state;
    return callDirectly(this, info, a0, a1, a2, a3);
  }

  /** @internal ABI: the same for `receiver.method(a0, …)`, at most three arguments. */
  callMethod(state: number, receiver: unknown, callee: unknown, a0?: unknown, a1?: unknown, a2?: unknown): unknown {
    const info = describedBy(callee, this.info);
    const count = arguments.length - 3;
    if (info !== null && (info.flags & ANSWERS) !== 0 && count === 1) return this.call(state, callee, undefined, a0);
    if (info === null || (info.flags & METHOD) === 0 || count > info.arity || this.loop.instruments !== null)
      return this.await(state, callAsMethod(this.info, state, receiver, callee, count, a0, a1, a2));
    this.state = state;
    return callDirectly(this, info, receiver, a0, a1, a2);
  }

  /**
   * @internal ABI: a step with variables of its own caught an error: the state of the handler it goes to.
   * @throws the error when there is no handler
   */
  threw(error: unknown): number {
    this.cancellation?.note(error, true);
    if (this.handler === 0) throw error;
    this.state = this.handler;
    return this.handler;
  }

  /** @internal ABI: begins an ordinary catch clause. */
  caught(error: unknown): unknown {
    finishTrace(error);
    return (this.info.flags & CATCHABLE) !== 0 ? error : passBy(this.cancellation, error);
  }

  /** @internal ABI: begins a catch clause that names the cancellation. */
  named(error: unknown): unknown {
    finishTrace(error);
    return handle(this.cancellation, error);
  }

  /** @internal ABI: begins a catch clause that may be clean-up. */
  cleanup(error: unknown): CancelledError | undefined {
    finishTrace(error);
    return ongoing(this.cancellation, error);
  }

  /** @internal ABI: ends a clause begun with `cleanup`. */
  unwind(cancel: CancelledError | undefined, threw: boolean, error: unknown): void {
    goOn(this.cancellation, cancel, threw, error, (problem) => this.reportCleanup(problem));
  }

  /** @internal */
  reportCleanup(error: unknown): void {
    this.loop.cleanupFailed(error, this);
  }

  // ---- Running

  /** @internal Runs the first step, inside the call. */
  start(): void {
    this.flags |= EAGER;
    if (this.loop.instruments !== null) this.loop.instruments.spawned(this, current.task);
    const { loop } = this;
    const { budget } = loop;
    if (loops.running === null) {
      // Called by code the loop does not run: the call makes this its loop for as long as it lasts.
      loop.enteredFromOutside();
      loops.running = loop;
      try {
        this.stepIn(undefined, false);
      } finally {
        loops.running = null;
      }
    } else this.stepIn(undefined, false);
    loop.budget = budget;
    this.register();
  }

  /** @internal After the first step, which `task()` has called: what it returned, or threw when `failed`. */
  begun(result: unknown, failed: boolean): void {
    if (failed) this.cancellation?.note(result, true);
    afterStep(this, this, result, failed);
  }

  /** @internal Starts it on a turn of its own, as asyncio does when a task is not eager. */
  startSoon(): void {
    if (this.loop.instruments !== null) this.loop.instruments.spawned(this, current.task);
    this.loop.tasks.add(this);
    this.loop.push(this);
  }

  override run(): void {
    const loop = this.loop;
    // Also when nothing was captured: then no store was in use at the await, and none must be seen after it.
    if (loop.storesUsage.inUse === true) loop.stores?.run(this.extra?.stores, resumeTask, this);
    else if (!resumeUsually(this)) this.resume();
    // Who waited for this task may go on at once; here, not inside, so that the depth of calls stays the same.
    while (loop.direct !== null) {
      const next = loop.direct;
      loop.direct = null;
      next.run();
    }
  }

  /** @internal */
  resume(): void {
    if ((this.flags & STATE) !== PENDING) return;
    const owed = (this.flags & OWED) !== 0;
    this.flags &= ~(EAGER | NESTED | NO_TURN | OWED | INLINED | LINKED);
    const awaited = this.awaiting;
    let value: unknown;
    let threw = false;
    if (awaited === null) {
      value = this.value;
      this.value = undefined;
    } else {
      value = awaited.value;
      this.awaiting = null;
      if ((awaited.flags & STATE) !== FULFILLED) {
        // A turn whose place in the ready queue this task had: it is over now.
        if ((awaited.flags & (STATE | TURN)) === TURN) awaited.settle(FULFILLED, value);
        else threw = true;
      }
    }
    const cancellation = this.cancellation;
    if (cancellation !== null && !owed && (cancellation.must || cancellation.forwarded)) {
      if (cancellation.must && !(threw && isCancelled(value)) && !entersCoroutine(this)) {
        threw = true;
        value = makeCancelledError(cancellation.reason, cancellation.origin, this);
      }
      cancellation.forwarded = false;
      if (threw && isCancelled(value)) cancellation.deliver(value);
      if (cancellation.scope !== null) cancellation.insist();
    }
    if (threw) noteFrame(value, awaited === null ? null : infoOf(awaited), this.top.info, this.top.state);
    this.loop.budget = continuations;
    this.stepIn(value, threw);
  }

  /** @internal Steps with this task and its context current; also when the stack overflows they are not current after it. */
  protected stepIn(value: unknown, threw: boolean): void {
    const outerTask = current.enter(this.acting());
    const outerStore = currentStore.store;
    const own = (this.flags & OWN_CONTEXT) === 0 ? null : (this.context as Context);
    const outerContext = enterContext(own);
    currentStore.store = own === null ? (this.context as Store) : own.store;
    if (this.loop.instruments !== null) this.loop.instruments.beforeStep(this);
    try {
      if (threw) advanceThrowing(this, value);
      else advance(this, value);
    } finally {
      if (this.loop.instruments !== null) this.loop.instruments.afterStep(this);
      this.leaveContext(outerStore);
      currentStore.context = outerContext;
      current.leave(outerTask);
    }
  }

  /** @internal As whom it runs. */
  protected acting(): Root | null {
    return this;
  }

  override complete(value: unknown): void {
    let then: unknown;
    if (isObject(value) && value !== this && !(value instanceof CoroutineFrame)) {
      try {
        ({ then } = value as { then?: unknown });
      } catch (error) {
        this.fail(error);
        return;
      }
    }
    this.completeWith(value, then);
  }

  override completeWith(value: unknown, then: unknown): void {
    const cancellation = this.cancellation;
    if (cancellation !== null && cancellation.must) {
      this.fail(makeCancelledError(cancellation.reason, cancellation.origin, this));
    } else if (value instanceof CoroutineFrame && value.status === NEW) {
      // `return coroutine` runs it on this task.
      if ((this.flags & WRAPS) !== 0) this.v0 ??= this.top;
      startFrame(this, null, value);
      this.awaiting = null;
      this.value = undefined;
      this.loop.push(this);
    } else {
      this.ended();
      if (value === this || value instanceof CoroutineFrame) resolveWith(this, value);
      else if (typeof then !== "function") this.finishWith(FULFILLED, value);
      else {
        this.flags |= FOLLOWING;
        resolveWithThenable(this, value as object, then);
      }
    }
  }

  override fail(error: unknown): void {
    this.ended();
    if (this.waiters === null) this.reject(error);
    else this.finishWith(error instanceof CancelledError ? CANCELLED : REJECTED, error);
  }

  /** Settles it at the end of its last step: who waits for it may go on right after that. */
  private finishWith(state: number, value: unknown): void {
    const next = settleAtEnd(this, state, value);
    if (next !== null) this.loop.direct = next;
  }

  /** @internal Its function has ended. */
  protected ended(): void {
    if (this.loop.instruments !== null) this.loop.instruments.finished(this);
    this.letGo();
    this.reportNeverAwaited();
  }

  override letGo(): void {
    this.step = finishedStep;
    this.v0 = undefined;
    this.awaiting = null;
    this.value = undefined;
    this.top = this;
    this.v1 = undefined;
    this.v2 = undefined;
    this.v3 = undefined;
  }

  /** @internal */
  reportNeverAwaited(): void {
    if (fresh.coroutine !== null || (this.extra !== null && this.extra.made !== null)) {
      for (const coroutine of takeNeverAwaited(this)) this.loop.neverAwaited(coroutine.info);
    }
  }

  override settle(state: number, value: unknown): void {
    if (this.slot >= 0) this.loop.tasks.remove(this);
    super.settle(state, value);
  }

  /** @internal It is listed from now on: it can no longer be found by way of the waiter (see `waitForCall`). */
  override unsubscribe(waiter: Waiter): void {
    super.unsubscribe(waiter);
    this.register();
  }

  // ---- Cancellation

  /**
   * Asks for cancellation: a `CancelledError` is thrown at the task's current or next `await`. A request, as in asyncio: the
   * task may handle it (by naming it) and go on. What the task waits for is cancelled with it unless somebody else consumes
   * that too. Mirrors `Task.cancel`.
   *
   * @param reason what the error carries (asyncio's `msg`)
   * @returns false when the task was done already; if it failed, that counts as looked at then, as in asyncio
   */
  override cancel(reason?: unknown): boolean {
    if (this.requestCancel(reason, this)) return true;
    if (this.done()) this.flags |= HANDLED;
    return false;
  }

  override requestCancel(reason: unknown, origin: object | null): boolean {
    return this.interrupt(null, reason, origin);
  }

  /** @internal Cancels on behalf of a scope this task is in (null: of somebody outside), which a shield may stop. */
  interrupt(scope: ScopeLink | null, reason: unknown, origin: object | null): boolean {
    if ((this.flags & STATE) !== PENDING) return false;
    const cancellation = (this.cancellation ??= new Cancellation());
    if (cancellation.passing) return false;
    cancellation.requests += 1;
    if (cancellation.scope !== null && cancellation.holdBack(scope, reason, origin)) return true;
    cancellation.reason = reason;
    cancellation.origin = origin;
    if ((this.flags & FOLLOWING) !== 0) return cancelThrough(this, reason, origin);
    this.throwCancellation(cancellation);
    return true;
  }

  /** @internal Sees to it that the cancellation asked for is thrown at the current or next await. */
  throwCancellation(cancellation: Cancellation): void {
    cancellation.must = true;
    if (this.awaiting !== null && cancellation.delivery === null) this.cancelWhileSuspended();
    this.extra?.controller?.abort(makeCancelledError(cancellation.reason, cancellation.origin, this));
  }

  override cancelWhileSuspended(): void {
    const awaited = this.awaiting;
    const cancellation = this.cancellation;
    if (awaited === null || cancellation === null || (awaited.flags & STATE) !== PENDING) return;
    const inCircle = awaited instanceof Task && awaited.cancellation?.passing === true;
    if (inCircle || awaited.hasOtherConsumers(this)) {
      awaited.unsubscribe(this);
      cancellation.forwarded = false;
      cancellation.delivery = new Delivery(this);
      this.loop.push(cancellation.delivery);
      return;
    }
    // It comes in any case, and the error is thrown then (if it is not taken back before), as when nothing is awaited.
    if ((awaited.flags & TURN) !== 0) return;
    cancellation.passing = true;
    try {
      if (!awaited.requestCancel(cancellation.reason, cancellation.origin)) return;
    } finally {
      cancellation.passing = false;
    }
    cancellation.must = false;
    cancellation.forwarded = true;
  }

  /** How many cancellation requests have not been taken back. Mirrors `Task.cancelling`. */
  cancelling(): number {
    return this.cancellation === null ? 0 : this.cancellation.requests;
  }

  /**
   * Takes one cancellation request back; whoever called `cancel` calls it once. At zero, a cancellation that was not yet
   * thrown is not thrown any more. Returns how many requests are left. Mirrors `Task.uncancel`.
   */
  uncancel(): number {
    const cancellation = this.cancellation;
    if (cancellation === null || cancellation.requests === 0) return 0;
    cancellation.requests -= 1;
    if (cancellation.requests > 0) return cancellation.requests;
    cancellation.dropHeld(null);
    this.withdraw(cancellation);
    return 0;
  }

  /** @internal What was asked for and has not been thrown yet is not thrown any more. */
  withdraw(cancellation: Cancellation): void {
    cancellation.must = false;
    if (cancellation.delivery !== null) {
      cancellation.delivery = null;
      this.awaiting?.subscribe(this);
    }
  }

  /**
   * An `AbortSignal` that is aborted when this task is cancelled; made when first read, so `fetch(url, { signal:
   * currentTask().signal })` costs nothing for tasks that do not use it. Once a cancellation was handled and taken back (by
   * a timeout, say), a new signal is given.
   *
   * @throws {InvalidStateError} where the platform has no `AbortController`
   */
  get signal(): PlatformSignal {
    return signalOf(this);
  }

  // ---- What asyncio's tasks can be asked

  /** A task's outcome is its function's. Mirrors `Task.set_result`. @throws {InvalidStateError} always */
  override setResult(): never {
    throw new InvalidStateError("a task gets its result from its function: use a Future to settle it yourself");
  }

  /** A task's outcome is its function's. Mirrors `Task.set_exception`. @throws {InvalidStateError} always */
  override setException(): never {
    throw new InvalidStateError(
      "a task fails when its function throws: use a Future to settle it yourself, or cancel() the task",
    );
  }

  /** The name given, or `Task-N`. Mirrors `Task.get_name`. */
  getName(): string {
    return this.extra?.name ?? `Task-${this.id}`;
  }

  /** Gives it a name, for messages. Mirrors `Task.set_name`. */
  setName(name: string): void {
    this.needExtra().name = String(name);
  }

  /** The name of the function it runs. */
  get functionName(): string {
    return this.info.name;
  }

  /** The coroutine it was made from; null when it runs a task function, or ended in its eager step. Mirrors `Task.get_coro`. */
  getCoro(): unknown {
    return null;
  }

  /**
   * Where the task is: its frames, innermost first (the coroutines it awaits inline, its function), then those of the task
   * that awaits it, and so on. While it runs, its innermost frame shows where it last waited. Mirrors `Task.get_stack`.
   */
  stack(): StackFrame[] {
    return stackOf(this);
  }

  /** Name and function, for messages. */
  describe(): string {
    return this.info.name === "" ? this.getName() : `${this.getName()} (${this.info.name})`;
  }
}

countsAsPromise(Task, "task");
tasksAre(Task);
