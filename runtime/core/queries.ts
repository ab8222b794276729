/**
 * What programs ask about where they are: the running loop, the current task, all tasks.
 */
import { currentLoop } from "./ambient.js";
import { InvalidStateError, NoRunningLoopError } from "./errors.js";
import { EventLoop } from "./loop.js";
import { loops } from "./loop-core.js";
import { current } from "./root.js";
import { Task } from "./task.js";

/**
 * The loop that runs this code: the running one, else the ambient one, which the platform always runs. Mirrors
 * `asyncio.get_running_loop`.
 *
 * @throws {NoRunningLoopError} when there is neither
 */
export function getRunningLoop(): EventLoop {
  const loop = currentLoop();
  if (!(loop instanceof EventLoop)) throw new NoRunningLoopError("the loop that runs here is no EventLoop");
  return loop;
}

/** Whether code runs inside a loop right now. */
export function insideLoop(): boolean {
  return loops.running !== null;
}

/** The task that runs now, or null outside of tasks, where {@link currentTask} throws. */
export function findCurrentTask(): Task | null {
  const task = current.task;
  return task instanceof Task ? task : null;
}

/**
 * The task that runs now. Mirrors `asyncio.current_task`.
 *
 * @throws {InvalidStateError} outside of tasks, where {@link findCurrentTask} gives null
 */
export function currentTask(): Task {
  const task = findCurrentTask();
  if (task === null)
    throw new InvalidStateError(
      "no task runs here: call this inside an async function, not at top level or in a callback",
    );
  return task;
}

/**
 * The tasks of a loop (the current one when left out) that are not done. Mirrors `asyncio.all_tasks`.
 *
 * @throws {NoRunningLoopError} when none is given and none runs
 */
export function allTasks(loop?: EventLoop): Set<Task> {
  const tasks = new Set((loop ?? getRunningLoop()).allTasks());
  const running = findCurrentTask();
  if (running !== null && running.loop === (loop ?? getRunningLoop()) && !running.done()) tasks.add(running);
  return tasks;
}
