/**
 * Names the native promises a simulation meets. Only the platform can settle them, and it does not run while a simulation
 * does (which is synchronous): whoever waits for one waits for ever.
 */
import { isNativePromise } from "../core/native.js";
import { ThenableCall } from "../core/resolution.js";
import { current } from "../core/root.js";
import type { Runnable } from "../core/runnable.js";
import type { Task } from "../core/task.js";

const why =
  "it comes from code that was not compiled, or from the platform, and nothing in a simulation settles it. " +
  "Compile the module it comes from, or give the program a fake in its place";

/** What to say about it; undefined when the thenable met is no native promise. */
export function foreignWarning(entry: Runnable | null): string | undefined {
  const task = current.task as Task | null;
  if (task !== null) {
    const place = task.top.info.describe(task.top.state);
    return `${task.describe()} awaits a native promise at ${place}: ${why}`;
  }
  if (!(entry instanceof ThenableCall) || !isNativePromise(entry.thenable)) return undefined;
  return `a promise of the loop was resolved with a native promise: ${why}`;
}
