/**
 * What is done when main has ended, in asyncio's order: cancel what is left, wait until it has ended, report what failed on
 * the way, finalise the async generators. (Closing the loop is the caller's.)
 */
"use coroutine";

import { findCurrentTask } from "./core/queries.js";
import { gather } from "./primitives/gather.js";
import type { RunScope } from "./run-scope.js";

/** Ends everything that belongs to the run, except the task that does so. */
export async function shutDown(scope: RunScope): Promise<void> {
  const self = findCurrentTask();
  await cancelAll(
    scope,
    scope.tasks().filter((task) => task !== self),
  );
  await scope.loop.shutdownAsyncgens((generator) => scope.holds(generator));
}

async function cancelAll(scope: RunScope, tasks: ReturnType<RunScope["tasks"]>): Promise<void> {
  for (const task of tasks) task.cancel("the run is over");
  await gather(...tasks, { returnExceptions: true });
  for (const task of tasks) {
    if (task.cancelled()) continue;
    const exception = task.exception();
    if (exception === undefined) continue;
    scope.loop.callExceptionHandler({
      message: `${task.describe()} failed while the run was being shut down`,
      exception,
      task,
    });
  }
}
