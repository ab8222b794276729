/**
 * Eager tasks: their first step runs inside the call that makes them, so that one which need not wait never goes through
 * the loop. Tasks of functions compiled with `returns: "task"` always are; coroutines become eager ones by
 *
 *     loop.setTaskFactory(eagerTaskFactory);                   for all tasks of a loop
 *     createTask(f(), { eagerStart: true });                   for one
 */
import type { Coroutine } from "../core/coroutine.js";
import { taskOf, type TaskFactory, type TaskOptions } from "../core/create-task.js";
import type { EventLoop } from "../core/loop.js";
import type { Task } from "../core/task.js";

/**
 * How tasks are made without a factory: what a factory of one's own calls to make one. (asyncio's `Task(coro, loop=loop, …)`.)
 */
export function defaultTaskFactory(loop: EventLoop, coroutine: Coroutine, options: TaskOptions = {}): Task {
  return taskOf(loop, coroutine, options);
}

/** What a task maker given to {@link createEagerTaskFactory} is told. */
export type TaskMakerOptions = TaskOptions & {
  /** The loop the task belongs to. */
  readonly loop: EventLoop;
};

/** A task factory whose tasks start at once, unless `eagerStart: false` is asked for. Mirrors `asyncio.eager_task_factory`. */
export function eagerTaskFactory(loop: EventLoop, coroutine: Coroutine, options: TaskOptions = {}): Task {
  return taskOf(loop, coroutine, eager(loop, options));
}

/** A task factory that gives what `make` makes, which is told to start it at once. Mirrors `asyncio.create_eager_task_factory`. */
export function createEagerTaskFactory(
  make: (coroutine: Coroutine, options: TaskMakerOptions) => Task,
): TaskFactory<EventLoop> {
  return (loop, coroutine, options) => make(coroutine, { ...eager(loop, options), loop });
}

function eager(loop: EventLoop, options: TaskOptions): TaskOptions {
  return { ...options, eagerStart: options.eagerStart ?? true };
}
