/** The live task tree on the console. */
import type { EventLoop } from "../core/loop.js";
import { formatTaskTree } from "../core/task-tree.js";
import { platform } from "../hosts/platform.js";

/**
 * Prints the tree of a loop's tasks (the running or ambient loop's when left out) to the console, or with `print`. From
 * outside of a process, `tsyncio ps PID` shows the same.
 *
 * @throws {NoRunningLoopError} when there is no loop
 */
export function printTaskTree(loop?: EventLoop, print?: (text: string) => void): void {
  const text = formatTaskTree(loop);
  if (print === undefined) platform.console?.error(text);
  else print(text);
}
