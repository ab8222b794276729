/**
 * The await graph as text, for deadlock reports: every task that is not done, where it waits, for what, and who could
 * provide it.
 *
 * What a task waits for is a slot (`task.awaiting`). Between tasks the graph is there already; a primitive that makes a
 * future for each waiter says with `resource` what stands behind it:
 *
 *     task ─awaiting─▶ future ─resource─▶ lock "a" ─owners─▶ task ─awaiting─▶ …
 */
import { Deferred, type Waiter } from "./deferred.js";
import { ownFrames } from "./frames.js";
import { NativeWait } from "./native.js";
import { current } from "./root.js";
import type { StackFrame } from "./stack.js";
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

/** Who consumes a slot, one step: tasks, and the futures of combinators (`gather`) and reactions (`then`). */
function consumersOf(slot: Deferred): Deferred[] {
  if (slot.waiters === null) return [];
  const waiters: readonly Waiter[] = Array.isArray(slot.waiters) ? slot.waiters : [slot.waiters];
  return waiters
    .map((waiter) => (waiter instanceof Deferred ? waiter : (waiter.awaiter?.() ?? waiter.consumerKey())))
    .filter((consumer) => consumer instanceof Deferred);
}

/** The tasks that wait for a slot: directly, or through a combinator that waits for it. */
export function tasksAwaiting(slot: Deferred): Task[] {
  const found = new Set<Task>();
  const seen = new Set<Deferred>([slot]);
  const queue = consumersOf(slot);
  for (let consumer = queue.shift(); consumer !== undefined; consumer = queue.shift()) {
    if (consumer instanceof Task) found.add(consumer);
    else if (!seen.has(consumer)) queue.push(...consumersOf(consumer));
    seen.add(consumer);
  }
  return [...found];
}

/**
 * For each task the tasks it waits for: those that are, by whatever way, awaited by it, and the owners of a resource. Only
 * among the tasks given.
 */
export function awaitEdges(tasks: readonly Task[]): Map<Task, Task[]> {
  const given = new Set(tasks);
  const edges = new Map<Task, Task[]>();
  const add = (from: Task, to: Task): void => {
    if (!given.has(from) || !given.has(to)) return;
    const known = edges.get(from);
    if (known === undefined) edges.set(from, [to]);
    else if (!known.includes(to)) known.push(to);
  };
  for (const task of tasks) for (const awaiter of tasksAwaiting(task)) add(awaiter, task);
  for (const task of tasks) for (const owner of ownersOf(task)) add(task, owner);
  return edges;
}

function ownersOf(task: Task): readonly Task[] {
  const slot = task.awaiting;
  return slot === null || slot.done() ? [] : (resourceOf(slot)?.owners() ?? []);
}

/** Where the runtime's own functions are, as the compiler names their files. */
const runtimeFile = /^runtime\/(primitives\/|io\/|testing\/|diagnostics\/|run[-.])/;

/** Whether a function is the runtime's own: where it waits there is nobody's business, and changes with it. */
export function isOfRuntime(at: { readonly file: string }): boolean {
  return runtimeFile.test(at.file);
}

/** Where a task is: its frames without the runtime's own, as far as there are others. */
export function framesOf(task: Task): readonly StackFrame[] {
  const frames = ownFrames(task);
  const theirs = frames.filter((frame) => !isOfRuntime(frame));
  return theirs.length > 0 ? theirs : frames;
}

/** What a task does at the moment, for messages: it runs, is ready, or waits for something. */
export function describeWait(task: Task, awaited: readonly Task[] = [], unknownEnd = ""): string {
  if (current.task === task) return "runs";
  const slot = task.awaiting;
  if (slot === null || slot.done()) return "is ready to run";
  if (slot instanceof Task || resourceOf(slot) !== undefined) return `waits for ${describeSlot(slot)}`;
  if (awaited.length > 0) return `waits for ${awaited.map((other) => other.describe()).join(", ")}`;
  return `waits for ${describeSlot(slot)}${unknownEnd}`;
}

/** Tasks that wait for each other in a circle, each for the next and the last for the first; undefined: there are none. */
function findCircle(tasks: readonly Task[], edges: ReadonlyMap<Task, readonly Task[]>): readonly Task[] | undefined {
  const finished = new Set<Task>();
  for (const start of tasks) {
    // A walk to the depth: the way to where it is, and how many edges of each task on it were gone.
    const way: Task[] = finished.has(start) ? [] : [start];
    const gone = new Map<Task, number>();
    for (let at = way.at(-1); at !== undefined; at = way.at(-1)) {
      const taken = gone.get(at) ?? 0;
      gone.set(at, taken + 1);
      const next = edges.get(at)?.[taken];
      if (next === undefined) {
        way.pop();
        gone.delete(at);
        finished.add(at);
      } else if (gone.has(next)) return way.slice(way.indexOf(next));
      else if (!finished.has(next)) way.push(next);
    }
  }
  return undefined;
}

/** The await graph as text; `main` comes first. `unknownEnd` is told of a wait that nobody in particular can end. */
export function formatAwaitGraph(
  tasks: readonly Task[],
  main?: Deferred,
  unknownEnd = " that nothing settles",
): string {
  const ordered = [...tasks].sort((a, b) => Number(b === main) - Number(a === main));
  if (ordered.length === 0) return "There is no task left.";
  const edges = awaitEdges(ordered);
  const lines = ["Who waits for whom:"];
  for (const task of ordered) {
    lines.push(`  ${task.describe()} ${describeWait(task, edges.get(task), unknownEnd)}`);
    for (const frame of framesOf(task)) lines.push(`      at ${frame.toString()}`);
  }
  const circle = findCircle(ordered, edges);
  if (circle !== undefined) {
    const names = [...circle, circle[0] as Task].map((task) => task.describe());
    lines.push(`In a circle: ${names.join(" -> ")}`);
  }
  return lines.join("\n");
}
