/**
 * The call graph of a task: its frames, who awaits it, who awaits those. Mirrors `asyncio.graph` (3.14).
 *
 *     * Task-2 (load)
 *       + Call stack:
 *       |   at async read (store.ts:12:5)
 *       |   at async load (store.ts:20:9)
 *       + Awaited by:
 *           * Task-1 (main)
 *             + Call stack:
 *             |   at async main (store.ts:31:3)
 *
 * Nothing is kept for it: the edges are those the loop runs on.
 */
import type { Deferred } from "../core/deferred.js";
import { ownFrames } from "../core/frames.js";
import { tasksAwaiting } from "../core/graph.js";
import { findCurrentTask } from "../core/queries.js";
import type { StackFrame } from "../core/stack.js";
import { Task } from "../core/task.js";
import { platform } from "../hosts/platform.js";

/** One frame of a call graph. Mirrors `asyncio.FrameCallGraphEntry`. */
export interface FrameCallGraphEntry {
  /** Function, file, line and column. */
  readonly frame: StackFrame;
}

/** A future and who waits for it. Mirrors `asyncio.FutureCallGraph`. */
export interface FutureCallGraph {
  /** The future. */
  readonly future: Deferred;
  /** Where it is, innermost first; empty for a future that is no task. */
  readonly callStack: readonly FrameCallGraphEntry[];
  /** The tasks that wait for it. One that was shown above already is shown without its own. */
  readonly awaitedBy: readonly FutureCallGraph[];
}

/** Options of {@link captureCallGraph} and its kin. */
export interface CallGraphOptions {
  /** How many frames of each call stack: that many innermost ones; the outermost ones when negative; all when left out. */
  readonly limit?: number | undefined;
}

/**
 * The call graph of a future or task; of the current task when left out. Mirrors `asyncio.capture_call_graph`.
 *
 * @returns null when there is no current task
 */
export function captureCallGraph(future?: Deferred | null, options: CallGraphOptions = {}): FutureCallGraph | null {
  const start = future ?? findCurrentTask();
  return start === null ? null : capture(start, options.limit, new Set());
}

function capture(future: Deferred, limit: number | undefined, seen: Set<Deferred>): FutureCallGraph {
  const known = seen.has(future);
  seen.add(future);
  const frames = future instanceof Task && !future.done() ? ownFrames(future) : [];
  return {
    future,
    callStack: limited(frames, limit).map((frame) => ({ frame })),
    awaitedBy: known ? [] : tasksAwaiting(future).map((task) => capture(task, limit, seen)),
  };
}

function limited(frames: readonly StackFrame[], limit: number | undefined): readonly StackFrame[] {
  if (limit === undefined) return frames;
  if (limit === 0) return [];
  return limit > 0 ? frames.slice(0, limit) : frames.slice(limit);
}

/** The call graph as text, who awaits it and where; "" when there is no current task. Mirrors `asyncio.format_call_graph`. */
export function formatCallGraph(future?: Deferred | null, options: CallGraphOptions = {}): string {
  const graph = captureCallGraph(future, options);
  return graph === null ? "" : linesOf(graph, "").join("\n");
}

function linesOf({ future, callStack, awaitedBy }: FutureCallGraph, indent: string): string[] {
  const lines = [`${indent}* ${future instanceof Task ? future.describe() : future.constructor.name}`];
  if (callStack.length > 0) lines.push(`${indent}  + Call stack:`);
  for (const { frame } of callStack) lines.push(`${indent}  |   at async ${frame.toString()}`);
  if (awaitedBy.length > 0) lines.push(`${indent}  + Awaited by:`);
  for (const awaiter of awaitedBy) lines.push(...linesOf(awaiter, `${indent}      `));
  return lines;
}

/**
 * Prints the call graph to the console, or with `print`. Mirrors `asyncio.print_call_graph`.
 *
 * @param options.print gets the text
 */
export function printCallGraph(
  future?: Deferred | null,
  options: CallGraphOptions & { readonly print?: ((text: string) => void) | undefined } = {},
): void {
  const { print = (text: string) => platform.console?.error(text) } = options;
  print(formatCallGraph(future, options));
}
