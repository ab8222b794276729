/**
 * The tasks of a loop as a tree: who waits for whom, where.
 *
 *     Task-1 (main) waits for Task-2 (serve), Task-3 (tick) at main (server.ts:40:3)
 *     ├─ Task-2 (serve) waits for a Future at serve (server.ts:12:5)
 *     └─ Task-3 (tick) waits for a Sleep at tick (server.ts:25:11)
 *
 * At the left stand tasks nobody awaits, and one of each circle; below a task stand those it waits for. Mirrors what
 * `python -m asyncio pstree` shows.
 */
import { awaitEdges, describeWait, framesOf } from "./graph.js";
import { EventLoop } from "./loop.js";
import { loops, waitingLoops } from "./loop-core.js";
import { allTasks, getRunningLoop } from "./queries.js";
import { shared } from "./registry.js";
import type { Task } from "./task.js";

const noTasks = "There is no task.";

/**
 * The tree of a loop's tasks that are not done, as text; of the running (or ambient) loop when left out.
 *
 * @throws {NoRunningLoopError} when there is neither
 */
export function formatTaskTree(loop: EventLoop = getRunningLoop()): string {
  const tasks = [...allTasks(loop)];
  if (tasks.length === 0) return noTasks;
  const edges = awaitEdges(tasks);
  const awaited = new Set([...edges.values()].flat());
  const shown = new Set<Task>();
  const lines: string[] = [];
  const roots = tasks.filter((task) => !awaited.has(task));
  // The tasks of a circle are all awaited: what no root leads to is shown from its first task on.
  for (const root of [...roots, ...tasks]) if (!shown.has(root)) addTree(root, edges, shown, lines);
  return lines.join("\n");
}

function addTree(root: Task, edges: ReadonlyMap<Task, readonly Task[]>, shown: Set<Task>, lines: string[]): void {
  const stack = [{ task: root, first: "", rest: "" }];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    const { task, first, rest } = at;
    if (shown.has(task)) {
      lines.push(`${first}${task.describe()} (see above)`);
      continue;
    }
    shown.add(task);
    const below = edges.get(task) ?? [];
    lines.push(`${first}${task.describe()} ${describeWait(task, below)}${place(task)}`);
    for (let i = below.length - 1; i >= 0; i -= 1) {
      const last = i === below.length - 1;
      const next = below[i] as Task;
      stack.push({ task: next, first: `${rest}${last ? "└─ " : "├─ "}`, rest: `${rest}${last ? "   " : "│  "}` });
    }
  }
}

function place(task: Task): string {
  const frames = framesOf(task);
  return frames.length === 0 ? "" : ` at ${frames.map((frame) => frame.toString()).join(" <- ")}`;
}

/**
 * Makes the trees of this realm's loops available to `tsyncio ps`, which asks a running process for them from outside: a
 * function in the realm's shared record. A loop without tasks is left out, unless there is no other.
 */
export function offerTaskTree(): void {
  shared("taskTree", () => () => {
    const live = new Set([loops.ambient, loops.running, ...waitingLoops].filter((loop) => loop instanceof EventLoop));
    if (live.size === 0) return "No loop was started.";
    const busy = [...live].filter((loop) => allTasks(loop).size > 0);
    return busy.length === 0 ? noTasks : busy.map((loop) => formatTaskTree(loop)).join("\n\n");
  });
}
