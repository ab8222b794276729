/**
 * `waitAllTasksBlocked`: waits until nobody else can do anything, to look at a world that stands still. Prior art: trio's
 * `wait_all_tasks_blocked`.
 */
import { Future } from "../core/future.js";
import type { TimerHandle } from "../core/handle.js";
import { getRunningLoop } from "../core/queries.js";
import { InvalidDelayError } from "../core/errors.js";

/**
 * Waits until every other task of the loop is waiting: for something of the loop's, for the platform, or for a time that
 * has not come. Under virtual time no time passes. Where several wait like this, all of them go on.
 *
 * @param cushion the others must have been waiting for this long, in milliseconds; 0 by default
 * @throws {InvalidDelayError} when `cushion` is no number of milliseconds
 */
export async function waitAllTasksBlocked(cushion = 0): Promise<void> {
  if (!(cushion >= 0))
    throw new InvalidDelayError(`the cushion must be 0 or more milliseconds; got ${String(cushion)}`);
  const loop = getRunningLoop();
  const still = new Future<void>({ loop });
  let moved = false;
  let timer: TimerHandle;
  const watcher = { beforeStep: () => void (moved = true) };
  const look = (): void => {
    if (!moved && !loop.hasReady) still.setResult();
    else {
      moved = false;
      timer = loop.callLater(cushion, look);
    }
  };
  timer = loop.callLater(cushion, look);
  loop.addInstrument(watcher);
  try {
    await still;
  } finally {
    loop.removeInstrument(watcher);
    timer.cancel();
  }
}
