/** The platform's `AbortController`, which the core may not name. */
import type { AbortControllerLike } from "../core/host.js";
import { platform } from "./platform.js";

/**
 * Makes the controller behind `task.signal`.
 *
 * @throws {TypeError} where the platform has none.
 */
export function makeAbortController(): AbortControllerLike {
  const { AbortController } = platform;
  if (AbortController === undefined) {
    throw new TypeError("this platform has no AbortController, which a task's signal needs");
  }
  return new AbortController();
}
