/**
 * What is done when main has ended, in asyncio's order: cancel what is left, wait until it has ended, report what failed on
 * the way, finalise the async generators. (Closing the loop is the caller's.)
 */
"use coroutine";

import type { EventLoop } from "./core/loop.js";
import { findCurrentTask } from "./core/queries.js";
import type { Task } from "./core/task.js";
import { gather } from "./primitives/gather.js";
import { checkUnhandled } from "./run-loop.js";
import { Ending } from "./run-platform.js";
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

/** The same on a host that can advance time: done on return. The loop is closed if the run made it. */
export function shutDownNow(scope: RunScope): void {
  const { loop } = scope;
  // Nothing can run on a loop that main has closed, or that runs already: main has failed then, and that is told.
  if (loop.isClosed() || loop.isRunning()) return;
  try {
    loop.runUntilComplete(shutDown(scope));
  } finally {
    if (scope.ownsLoop) loop.close();
  }
  checkUnhandled(loop);
}

/**
 * The same from a task of `home`, which may be another loop than the run's. A loop that the run made is closed in the end:
 * at once from another loop, and after what it still has to say from itself.
 */
export async function shutDownFrom(home: EventLoop, scope: RunScope): Promise<void> {
  const { loop } = scope;
  if (home === loop) {
    await shutDown(scope);
    if (scope.ownsLoop) closeSoon(loop, 3);
  } else {
    const ending = new Ending(home, loop.createTask(shutDown(scope)));
    try {
      await ending;
      ending.outcome();
    } finally {
      loop.close();
    }
  }
}

/** Closes the loop in some turns: those it takes to settle the task that ends the run and to tell who awaits it. */
function closeSoon(loop: EventLoop, turns: number): void {
  if (turns === 0) loop.close();
  else loop.callSoon(closeSoon, loop, turns - 1);
}

async function cancelAll(scope: RunScope, tasks: readonly Task[]): Promise<void> {
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
