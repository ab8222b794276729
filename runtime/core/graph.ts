/**
 * Who waits for whom, and where: for deadlock reports and `task.stack()`.
 *
 * The edges are those the loop runs on anyway: `awaiting` points down to what a task waits for, the waiters of a slot point
 * up. Nothing is kept for diagnostics.
 */
import type { Activation } from "./activation.js";
import { CoroutineFrame } from "./coroutine-frame.js";
import { type Deferred, type Waiter } from "./deferred.js";
import { StackFrame } from "./stack.js";
import { Task } from "./task.js";

/** The task's own frames, innermost first: the coroutines it awaits inline, then its function. */
export function ownFrames(task: Task): StackFrame[] {
  const frames: StackFrame[] = [];
  let frame: Activation | null = task.top;
  while (frame !== null) {
    frames.push(new StackFrame(frame.info, frame.state));
    frame = frame instanceof CoroutineFrame ? frame.parent : null;
  }
  return frames;
}

function waitersOf(slot: Deferred): Waiter[] {
  if (slot.waiters === null) return [];
  return Array.isArray(slot.waiters) ? slot.waiters : [slot.waiters];
}

/** The tasks that await this slot. */
export function awaitedBy(slot: Deferred): Task[] {
  return waitersOf(slot).filter((waiter): waiter is Waiter & Task => waiter instanceof Task);
}

/**
 * The whole stack: the task's own frames, then those of the task that awaits it, and so on. Where several await, the first
 * one is followed.
 */
export function stackOf(task: Task): StackFrame[] {
  const frames: StackFrame[] = [];
  const seen = new Set<Task>();
  let at: Task | undefined = task;
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    frames.push(...ownFrames(at));
    at = awaitedBy(at)[0];
  }
  return frames;
}

function whatItAwaits(task: Task): string {
  const slot = task.awaiting;
  if (slot === null) return "is ready to run";
  if (slot instanceof Task) return slot.done() ? "is ready to run" : `waits for ${slot.describe()}`;
  return `waits for a ${slot.constructor.name} that nothing settles`;
}

/** The await graph as text: every task, where it waits, and for what; `main` first. */
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
