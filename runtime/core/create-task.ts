/**
 * How activations come to be: the entry functions compiled code calls, and `createTask` for coroutines.
 */
import type { Step } from "./activation.js";
import { currentLoop } from "./ambient.js";
import type { Context } from "./context.js";
import { Coroutine, taskMaker } from "./coroutine.js";
import { CoroutineFrame } from "./coroutine-frame.js";
import { Deferred } from "./deferred.js";
import { startFrame } from "./driver.js";
import { NotCompiledError } from "./errors.js";
import { describe, type FunctionInfo, undescribed } from "./function-info.js";
import type { LoopCore } from "./loop-core.js";
import { Task } from "./task.js";

function checkNoConstructor(info: FunctionInfo, newTarget: unknown): void {
  if (newTarget !== undefined) throw new TypeError(`${info.name} is not a constructor`);
}

/** ABI: calls a task function: the task has run up to its first await when this returns. */
export function task(info: FunctionInfo = undescribed, step: Step<never>, newTarget?: unknown): Task {
  if (newTarget !== undefined) checkNoConstructor(info, newTarget);
  const made = new Task(currentLoop(), info, step);
  made.start();
  return made;
}

/** ABI: calls a coroutine function: nothing has run when this returns. */
export function coroutine(info: FunctionInfo = undescribed, step: Step<never>, newTarget?: unknown): Coroutine {
  if (newTarget !== undefined) checkNoConstructor(info, newTarget);
  return new Coroutine(info, step);
}

/** ABI: `thunk` evaluates parameters and makes the task; when it throws, the call gives a rejected task. */
export function guard(info: FunctionInfo = undescribed, thunk: () => Task): Task {
  try {
    return thunk();
  } catch (error) {
    const failed = new Task(currentLoop(), info, nothing);
    failed.fail(error);
    return failed;
  }
}

/** ABI: the same for coroutine functions: the error is thrown where the coroutine is awaited. */
export function guardCoroutine(info: FunctionInfo = undescribed, thunk: () => Coroutine): Coroutine {
  try {
    return thunk();
  } catch (error) {
    return new Coroutine(info, () => {
      throw error;
    });
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

const wrapper = describe("future", "", []);

/**
 * Makes a task of a coroutine on a loop. A task given is itself the answer; for another future (`createTask(sleep(10))`) a
 * task is made that waits for it.
 * @throws NotCompiledError for anything else
 */
export function taskOf<T>(loop: LoopCore, from: Coroutine<T>, options: TaskOptions = {}): Task<T> {
  const given: unknown = from;
  if (given instanceof Task) return given as Task<T>;
  if (given instanceof Deferred) return startTask(new Task<T>(loop, wrapper, awaiting(given)), options);
  if (!(given instanceof CoroutineFrame)) {
    throw new NotCompiledError(
      "createTask() needs a coroutine or a task of tsyncio. If this is the promise of an async function, that function was not compiled: check that the transformer runs (`tsyncio doctor`); any other promise can simply be awaited",
    );
  }
  const made = new Task<T>(loop, from.info ?? wrapper, nothing);
  startFrame(made, null, from);
  made.needExtra().coroutine = from;
  return startTask(made, options);
}

/** The step of a task that only waits for a future. */
function awaiting(future: Deferred): Step<never> {
  const step: Step<Task> = ($, value) => ($.state === 0 ? $.await(1, future) : value);
  return step;
}

function startTask<T>(made: Task<T>, options: TaskOptions): Task<T> {
  if (options.name !== undefined) made.setName(options.name);
  if (options.context !== undefined) made.useContext(options.context);
  if (options.eagerStart === true) made.start();
  else made.startSoon();
  return made;
}

taskMaker.make = (from) => taskOf(currentLoop(), from, { eagerStart: true });
