/**
 * The await graph as text, for deadlock reports: every task that is not done, where it waits, for what, and who could
 * provide it.
 *
 * What a task waits for is a slot (`task.awaiting`). Between tasks the graph is there already; a primitive that makes a
 * future for each waiter says with `resource` what stands behind it:
 *
 *     task ─awaiting─▶ future ─resource─▶ lock "a" ─owners─▶ task ─awaiting─▶ …
 */
import type { Deferred } from "./deferred.js";
import { ownFrames } from "./frames.js";
import { NativeWait } from "./native.js";
import { Task } from "./task.js";

/** What tasks wait for inside a primitive: a lock, a queue. Put on the waiter's future as its `resource`. */
export interface Resource {
  /** For messages: `the lock "accounts"`. */
  describe(): string;
  /** The tasks that can let the waiter go on; empty when that could be anybody. */
  owners(): readonly Task[];
}

/** A future that says what stands behind it. */
export interface BackedByResource {
  readonly resource?: Resource | undefined;
}

function resourceOf(slot: Deferred): Resource | undefined {
  return (slot as BackedByResource).resource;
}

/** What a slot is, for messages: the task, the primitive's resource and who holds it, or the kind of future. */
export function describeSlot(slot: Deferred): string {
  if (slot instanceof Task) return slot.describe();
  const resource = resourceOf(slot);
  if (resource !== undefined) {
    const owners = resource.owners().map((owner) => owner.describe());
    return owners.length === 0 ? resource.describe() : `${resource.describe()}, held by ${owners.join(", ")}`;
  }
  if (slot instanceof NativeWait) return "a native promise";
  return `a ${slot.constructor.name}`;
}

/** The tasks without which this one cannot go on, as far as that is known. */
export function waitsForTasks(task: Task): readonly Task[] {
  const slot = task.awaiting;
  if (slot === null || slot.done()) return [];
  return slot instanceof Task ? [slot] : (resourceOf(slot)?.owners() ?? []);
}

function whatItAwaits(task: Task): string {
  const slot = task.awaiting;
  if (slot === null || slot.done()) return "is ready to run";
  const known = slot instanceof Task || resourceOf(slot) !== undefined;
  return `waits for ${describeSlot(slot)}${known ? "" : " that nothing settles"}`;
}

/** Tasks that wait for each other in a circle, each for the next and the last for the first; undefined: there are none. */
export function findCircle(tasks: readonly Task[]): readonly Task[] | undefined {
  const finished = new Set<Task>();
  const path: Task[] = [];
  const visit = (task: Task): readonly Task[] | undefined => {
    const at = path.indexOf(task);
    if (at >= 0) return path.slice(at);
    if (finished.has(task)) return undefined;
    path.push(task);
    for (const next of waitsForTasks(task)) {
      const circle = visit(next);
      if (circle !== undefined) return circle;
    }
    path.pop();
    finished.add(task);
    return undefined;
  };
  for (const task of tasks) {
    const circle = visit(task);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

/** The await graph as text; `main` comes first. */
export function formatAwaitGraph(tasks: readonly Task[], main?: Deferred): string {
  const ordered = [...tasks].sort((a, b) => Number(b === main) - Number(a === main));
  if (ordered.length === 0) return "There is no task left.";
  const lines = ["Who waits for whom:"];
  for (const task of ordered) {
    lines.push(`  ${task.describe()} ${whatItAwaits(task)}`);
    for (const frame of ownFrames(task)) lines.push(`      at ${frame.toString()}`);
  }
  const circle = findCircle(ordered);
  if (circle !== undefined) {
    const names = [...circle, circle[0] as Task].map((task) => task.describe());
    lines.push(`In a circle: ${names.join(" -> ")}`);
  }
  return lines.join("\n");
}
