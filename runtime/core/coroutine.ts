/**
 * A coroutine: a call of an async function that has not started. It runs when it is awaited, inline on the task that awaits
 * it and with no trip through the loop, or when a task is made of it. Mirrors Python's coroutine objects.
 *
 * It can be awaited once. Code that does not know coroutines sees a promise: `then` makes a task of it and hands that out.
 */
import type { Step } from "./activation.js";
import { asSignal, awaitNow, follow, runInside } from "./awaiting.js";
import { goOn, handle, ongoing, passBy } from "./cancellation.js";
import { answerOf, ASK, callAsMethod, callPlainly, describedBy, isDescribedBy } from "./direct-function.js";
import { CLOSED, CoroutineFrame, fresh, NEW, RUNNING } from "./coroutine-frame.js";
import { type CancelledError, InternalError, InvalidStateError } from "./errors.js";
import { ANSWERS, CATCHABLE, COROUTINE, type FunctionInfo, INLINE, LEAF, METHOD } from "./function-info.js";
import type { Promise } from "./promise.js";
import type { Root } from "./root.js";
import { isObject } from "./resolution.js";
import { finishTrace, noteFrame } from "./stack.js";

/** The step of a coroutine whose function awaits nothing: that is `v0`, its arguments are the others. */
export const leafStep: Step<Coroutine> = ({ v0, v1, v2, v3 }) => (v0 as (...args: unknown[]) => unknown)(v1, v2, v3);

/** How `then` makes a task; set by `create-task.ts`. */
export const taskMaker: { make: ((coroutine: Coroutine) => Root) | null } = { make: null };

/**
 * A call of an async function that has not started. Mirrors Python's coroutine objects: it runs when it is awaited, inline on
 * the task that awaits it, or when `createTask` makes a task of it; it can be awaited once. It is what functions compiled with
 * `returns: "coroutine"` (or `"use coroutine"`) give.
 *
 * @throws {CoroutineReusedError} out of an `await`, when it was awaited before or closed
 */
export class Coroutine<T = unknown> extends CoroutineFrame implements PromiseLike<T> {
  /** What `then` made of it; not set before. */
  declare private task: Root<T> | undefined;

  /** @internal Coroutines are made by calling a coroutine function. */
  constructor() {
    super();
    throw new TypeError("coroutines are not made with new: call a coroutine function");
  }

  // ---- For compiled code

  /** @internal ABI: waits for `value`; the function goes on in `state`. */
  await(state: number, value: unknown): unknown {
    this.state = state;
    const root = this.root as Root;
    const result = awaitNow(root, this, value);
    return (this.info.flags & INLINE) === 0 ? asSignal(root, this.info, result) : result;
  }

  /** @internal ABI: as `Task.call`. */
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
    if (info === null || (info.flags & (COROUTINE | METHOD)) !== COROUTINE || count > info.arity) {
      const answer = this.ask(state, info, count, a0);
      return answer !== ASK ? answer : this.await(state, callPlainly(callee, known, count, a0, a1, a2, a3));
    }
    this.state = state;
    return callCoroutine(this, info, a0, a1, a2, a3);
  }

  /** @internal ABI: as `Task.callMethod`. */
  callMethod(state: number, receiver: unknown, callee: unknown, a0?: unknown, a1?: unknown, a2?: unknown): unknown {
    const info = describedBy(callee, this.info);
    const count = arguments.length - 3;
    const both = COROUTINE | METHOD;
    if (info === null || (info.flags & both) !== both || count > info.arity) {
      const answer = this.ask(state, info, count, a0);
      if (answer !== ASK) return answer;
      return this.await(state, callAsMethod(this.info, state, receiver, callee, count, a0, a1, a2));
    }
    this.state = state;
    return callCoroutine(this, info, receiver, a0, a1, a2);
  }

  /** What the function that `info` describes has to say to who awaits it here; ASK when it has to be called. */
  private ask(state: number, info: FunctionInfo | null, count: number, a0: unknown): unknown {
    if (info === null || (info.flags & ANSWERS) === 0 || count > 1) return ASK;
    this.state = state;
    return answerOf(info, this.root as Root, a0);
  }

  /**
   * @internal ABI: a step with variables of its own caught an error: the state of the handler it goes to.
   * @throws the error when there is no handler
   */
  threw(error: unknown): number {
    this.running().cancellation?.note(error, true);
    if (this.handler === 0) throw error;
    this.state = this.handler;
    return this.handler;
  }

  /** @internal ABI: begins an ordinary catch clause. */
  caught(error: unknown): unknown {
    finishTrace(error);
    return (this.info.flags & CATCHABLE) !== 0 ? error : passBy(this.running().cancellation, error);
  }

  /** @internal ABI: begins a catch clause that names the cancellation. */
  named(error: unknown): unknown {
    finishTrace(error);
    return handle(this.running().cancellation, error);
  }

  /** @internal ABI: begins a catch clause that may be clean-up. */
  cleanup(error: unknown): CancelledError | undefined {
    finishTrace(error);
    return ongoing(this.running().cancellation, error);
  }

  /** @internal ABI: ends a clause begun with `cleanup`. */
  unwind(cancel: CancelledError | undefined, threw: boolean, error: unknown): void {
    const root = this.running();
    goOn(root.cancellation, cancel, threw, error, (problem) => root.loop.cleanupFailed(problem, root));
  }

  private running(): Root {
    const root = this.root;
    if (root === null) throw new InternalError("a coroutine's step ran without a task");
    return root;
  }

  // ---- For everybody

  /** ECMAScript's `then`: makes a task of it (once) and registers the handlers there. So uncompiled code can `await` it. */
  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.asTask().then(onFulfilled, onRejected);
  }

  /** As `then(undefined, onRejected)`. */
  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.asTask().catch(onRejected);
  }

  /** As a promise's `finally`. */
  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.asTask().finally(onFinally);
  }

  private asTask(): Root<T> {
    if (this.task === undefined) {
      if (taskMaker.make === null) throw new InternalError("create-task.ts is not loaded");
      this.task = taskMaker.make(this) as Root<T>;
    }
    return this.task;
  }

  /**
   * Says that it will not be awaited: it is not reported then, and cannot be awaited any more. Does nothing when it has
   * ended. Mirrors Python's `coroutine.close`.
   *
   * @throws {InvalidStateError} while it runs
   */
  close(): void {
    if (this.status === RUNNING)
      throw new InvalidStateError("this coroutine is running: cancel the task it runs on instead");
    if (this.status !== NEW) return;
    this.status = CLOSED;
    this.root = null;
    if (fresh.coroutine === this) fresh.coroutine = null;
  }

  /** "Coroutine". */
  get [Symbol.toStringTag](): string {
    return "Coroutine";
  }
}

type Fields = { -readonly [K in keyof CoroutineFrame]: CoroutineFrame[K] };

/** A new coroutine. One function that sets all fields: see task-record.ts. */
export const CoroutineRecord = function (
  this: Fields,
  info: FunctionInfo,
  step: Step<never>,
  v0: unknown,
  v1: unknown,
  v2: unknown,
  v3: unknown,
): void {
  this.info = info;
  this.step = step;
  this.state = 0;
  this.handler = 0;
  this.root = null;
  this.parent = null;
  this.leaf = null;
  this.status = NEW;
  this.v0 = v0;
  this.v1 = v1;
  this.v2 = v2;
  this.v3 = v3;
} as unknown as new (
  info: FunctionInfo,
  step: Step<never>,
  v0?: unknown,
  v1?: unknown,
  v2?: unknown,
  v3?: unknown,
) => Coroutine;

CoroutineRecord.prototype = Coroutine.prototype;

/** Whether it is a coroutine of this runtime. Mirrors `asyncio.iscoroutine`. */
export function isCoroutine(value: unknown): value is Coroutine {
  return value instanceof Coroutine;
}

/** The coroutine of a call of a function that is described: it is awaited on the spot. */
export function coroutineOf(info: FunctionInfo, a0: unknown, a1: unknown, a2: unknown, a3: unknown): Coroutine {
  const step = info.step as Step<never>;
  if ((info.flags & LEAF) !== 0) return new CoroutineRecord(info, leafStep, step, a0, a1, a2);
  return new CoroutineRecord(info, step, a0, a1, a2, info.spares === 0 ? a3 : info.makeSpares());
}

/** A coroutine calls a coroutine function that is described, and waits for what it gives: the value, or SUSPENDED. */
function callCoroutine(
  frame: Coroutine,
  info: FunctionInfo,
  a0: unknown,
  a1: unknown,
  a2: unknown,
  a3: unknown,
): unknown {
  const root = frame.root as Root;
  const isLeaf = (info.flags & LEAF) !== 0;
  if (isLeaf && root.loop.budget > 1) return callLeaf(frame, root, info, a0, a1, a2, a3);
  const made = coroutineOf(info, a0, a1, a2, a3);
  made.status = RUNNING;
  made.parent = frame;
  made.root = root;
  root.top = made;
  return runInside(root, frame, made);
}

/** One that awaits nothing needs no coroutine. */
function callLeaf(
  frame: Coroutine,
  root: Root,
  info: FunctionInfo,
  a0: unknown,
  a1: unknown,
  a2: unknown,
  a3: unknown,
): unknown {
  root.loop.budget -= 1;
  frame.leaf = info;
  let result: unknown;
  try {
    // Not as a method: engines would show the description in front of the function's name.
    const body = info.step as (...args: unknown[]) => unknown;
    result = body(a0, a1, a2, a3);
    frame.leaf = null;
  } catch (error) {
    frame.leaf = null;
    root.cancellation?.note(error, true);
    noteFrame(error, info, frame.info, frame.state);
    throw error;
  }
  return isObject(result) ? follow(root, frame, result) : result;
}
