/**
 * The await graph as text, for deadlock reports: every task that is not done, where it waits, and for what.
 */
import type { Deferred } from "./deferred.js";
import { ownFrames } from "./frames.js";
import { Task } from "./task.js";

function whatItAwaits(task: Task): string {
  const slot = task.awaiting;
  if (slot === null || slot.done()) return "is ready to run";
  if (slot instanceof Task) return `waits for ${slot.describe()}`;
  return `waits for a ${slot.constructor.name} that nothing settles`;
}

/** The await graph as text; `main` comes first. */
export function formatAwaitGraph(tasks: readonly Task[], main?: Deferred): string {
  const ordered = [...tasks].sort((a, b) => Number(b === main) - Number(a === main));
  if (ordered.length === 0) return "There is no task left.";
  const lines: string[] = [];
  for (const task of ordered) {
    lines.push(`  ${task.describe()} ${whatItAwaits(task)}`);
    for (const frame of ownFrames(task)) lines.push(`      at ${frame.toString()}`);
  }
  return `Who waits for whom:\n${lines.join("\n")}`;
}
