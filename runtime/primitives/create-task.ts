/**
 * `createTask` as a function: on the loop that runs now. Mirrors `asyncio.create_task`.
 */
import { currentLoop } from "../core/ambient.js";
import type { TaskOptions } from "../core/create-task.js";
import { Deferred } from "../core/deferred.js";
import type { EventLoop } from "../core/loop.js";
import { Task } from "../core/task.js";
import { cancelOnAbort, type SignalOptions } from "./abort-signal.js";

/** Options of {@link createTask}: asyncio's `name`, `context` and `eagerStart`, and `signal`. */
export type CreateTaskOptions = TaskOptions & SignalOptions;

/**
 * Makes a task of a coroutine, which then runs by itself. Keep a reference to it, or await it: a task nobody looks at is
 * reported when it fails. Mirrors `asyncio.create_task`.
 *
 * The call of a function compiled with `returns: "task"` is a task already: it is returned as it is, and named when a name
 * is given.
 *
 * @throws {NotCompiledError} when it is neither; most often the async function was not compiled.
 * @throws {LoopClosedError} when the loop is closed.
 */
export function createTask<T>(awaitable: PromiseLike<T>, options: CreateTaskOptions = {}): Task<T> {
  const given: unknown = awaitable;
  const loop = given instanceof Deferred ? given.loop : currentLoop();
  return createTaskOn(loop as EventLoop, awaitable, options);
}

/** The same on the loop given. */
export function createTaskOn<T>(loop: EventLoop, awaitable: PromiseLike<T>, options: CreateTaskOptions = {}): Task<T> {
  const { signal, ...taskOptions } = options;
  const given: unknown = awaitable;
  const task = loop.createTask(awaitable, taskOptions);
  if (given instanceof Task && options.name !== undefined) task.setName(options.name);
  if (signal !== undefined) cancelOnAbort(task, signal);
  return task;
}
