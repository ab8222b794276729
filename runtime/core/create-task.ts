/**
 * How activations come to be: the entry functions compiled code calls, and `createTask` for coroutines.
 */
import { type Step, SUSPENDED } from "./activation.js";
import { currentLoop, findLoop } from "./ambient.js";
import { startFrame } from "./awaiting.js";
import { type Context, currentStore, enterContext } from "./context.js";
import { Coroutine, CoroutineRecord, leafStep, taskMaker } from "./coroutine.js";
import { CoroutineFrame } from "./coroutine-frame.js";
import { makeCoroutineTask } from "./coroutine-task.js";
import { Deferred, EAGER, ENTERING, HANDLED, WRAPS } from "./deferred.js";
import { suspended } from "./driver.js";
import { NotCompiledError } from "./errors.js";
import { FunctionInfo, undescribed, WAITS } from "./function-info.js";
import { type LoopCore, loops } from "./loop-core.js";
import { current } from "./root.js";
import { makeTask } from "./task-record.js";
import { Task } from "./task.js";

/** @throws TypeError when a function that is no constructor was called with `new` */
export function checkNoConstructor(info: FunctionInfo, newTarget: unknown): void {
  if (newTarget !== undefined) throw new TypeError(`${info.name} is not a constructor`);
}

/**
 * ABI: calls a task function: the task has run up to its first await when this returns. `v0` to `v3` are the variables of
 * a step that has none of its own.
 */
export function task(
  info: FunctionInfo = undescribed,
  step: Step<never>,
  newTarget?: unknown,
  v0?: unknown,
  v1?: unknown,
  v2?: unknown,
  v3?: unknown,
): Task {
  if (newTarget !== undefined) checkNoConstructor(info, newTarget);
  const loop = loops.running;
  const made = makeTask(loop ?? currentLoop(), info, step, v0, v1, v2, v3) as Task;
  if (loop === null || loop.instruments !== null) {
    made.start();
    return made;
  }
  // As `made.start()` does, but calls that start at once nest: the fewer frames there are, the deeper they may.
  const { budget } = loop;
  const outerTask = current.enter(made);
  const outerStore = currentStore.store;
  const outerContext = enterContext(null);
  made.flags |= EAGER;
  let result: unknown;
  let failed = false;
  try {
    try {
      result = (step as AnyStep)(made, undefined);
    } catch (error) {
      result = error;
      failed = true;
    }
    if (result === SUSPENDED && (made.flags & ENTERING) === 0) suspended(made);
    else made.begun(result, failed);
    made.register();
  } catch (error) {
    // The stack is full. The call throws, so nobody will ever see this task.
    made.flags |= HANDLED;
    throw error;
  } finally {
    made.leaveContext(outerStore);
    if (currentStore.context !== outerContext) currentStore.context = outerContext;
    current.leave(outerTask);
    loop.budget = budget;
  }
  return made;
}

type AnyStep = ($: Task, value: unknown) => unknown;

/** ABI: calls a coroutine function: nothing has run when this returns. Variables as with `task`. */
export function coroutine(
  info: FunctionInfo = undescribed,
  step: Step<never>,
  newTarget?: unknown,
  v0?: unknown,
  v1?: unknown,
  v2?: unknown,
  v3?: unknown,
): Coroutine {
  if (newTarget !== undefined) checkNoConstructor(info, newTarget);
  const made = new CoroutineRecord(info, step, v0, v1, v2, v3).made();
  if (made.root === null) findLoop()?.coroutineMadeOutside();
  return made;
}

/** ABI: calls a coroutine function that awaits nothing: `body` is the function, `a0` to `a2` are its arguments. */
export function leafCoroutine(
  info: FunctionInfo = undescribed,
  body: (...args: unknown[]) => unknown,
  newTarget?: unknown,
  a0?: unknown,
  a1?: unknown,
  a2?: unknown,
): Coroutine {
  return coroutine(info, leafStep, newTarget, body, a0, a1, a2);
}

/** ABI: `thunk` evaluates parameters and makes the task; when it throws, the call gives a rejected task. */
export function guard(info: FunctionInfo = undescribed, thunk: () => Task): Task {
  try {
    return thunk();
  } catch (error) {
    const failed = makeTask(currentLoop(), info, nothing) as Task;
    failed.reject(error);
    return failed;
  }
}

/** ABI: the same for coroutine functions: the error is thrown where the coroutine is awaited. */
export function guardCoroutine(info: FunctionInfo = undescribed, thunk: () => Coroutine): Coroutine {
  try {
    return thunk();
  } catch (error) {
    return new CoroutineRecord(info, () => {
      throw error;
    }).made();
  }
}

function nothing(): void {}

/** What `createTask` takes besides the coroutine. */
export interface TaskOptions {
  /** For messages; `Task-N` when left out. */
  readonly name?: string;
  /** The context to run in; a copy of the current one when left out. */
  readonly context?: Context;
  /** True: the first step runs inside the call, as a task function's does. False (asyncio's default): on the next turn. */
  readonly eagerStart?: boolean;
}

/**
 * Makes the tasks of a loop: `loop.createTask(coroutine, options)` calls it and gives what it gives. Mirrors asyncio's task
 * factories. (A call of a task function is a task already: no factory is asked.)
 */
export type TaskFactory<L = LoopCore> = (loop: L, coroutine: Coroutine, options: TaskOptions) => Task;

const wrapper = new FunctionInfo("future", "", [], WAITS);

/**
 * Makes a task of a coroutine on a loop. A task given is itself the answer; for another future (`createTask(sleep(10))`) a
 * task is made that waits for it.
 * @throws NotCompiledError for anything else
 */
export function taskOf<T>(loop: LoopCore, from: Coroutine<T>, options: TaskOptions = {}): Task<T> {
  const given: unknown = from;
  if (given instanceof Task) return given as Task<T>;
  if (given instanceof Deferred) {
    const waiting = makeTask(loop, wrapper, awaiting(given)) as Task<T>;
    return startTask(waiting, options);
  }
  if (!(given instanceof CoroutineFrame)) {
    throw new NotCompiledError(
      "createTask() needs a coroutine or a task of tsyncio. If this is the promise of an async function, that function was not compiled: check that the transformer runs (`tsyncio doctor`); any other promise can simply be awaited",
    );
  }
  const made = makeCoroutineTask(loop, from) as Task<T>;
  startFrame(made, null, from);
  return startTask(made, options);
}

/** The step of a task that only waits for a future. */
function awaiting(future: Deferred): Step<never> {
  const step: Step<Task> = ($, value) => ($.state === 0 ? $.await(1, future) : value);
  return step;
}

/** A task of the loop for the coroutine, from its factory if it has one. */
export function newTask<T>(loop: LoopCore, from: Coroutine<T>, options: TaskOptions = {}): Task<T> {
  const factory = loop.taskFactory as TaskFactory | null;
  if (factory === null || !(from instanceof Coroutine)) return taskOf(loop, from, options);
  return factory(loop, from, options) as Task<T>;
}

function startTask<T>(made: Task<T>, options: TaskOptions): Task<T> {
  if (options.name !== undefined) made.setName(options.name);
  if (options.context !== undefined) made.useContext(options.context);
  if (options.eagerStart === true && made.loop.canStep()) {
    made.start();
    // Nobody has seen the coroutine run.
    if (made.done()) made.flags &= ~WRAPS;
  } else made.startSoon();
  return made;
}

taskMaker.make = (from) => taskOf(currentLoop(), from, { eagerStart: true });
